//! For people.

use std::collections::HashMap;
use std::env;
use std::io::{self, IsTerminal as _, Write};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};
use insecure_registry_check::{Action, Finding};

use super::super::checker::{Report, place, rendered};
use super::super::summary::Summary;
use super::{Group, Layout, Printer, closing, notes, table};

/// From how many findings on those alike are shown once.
const MANY: usize = 20;
/// How many places of findings alike are listed.
const PLACES: usize = 20;

pub(super) struct Pretty<'o> {
    out: &'o mut dyn Write,
    is_styled: bool,
    layout: Layout,
    /// What is kept until it is known whether like findings are shown once.
    kept: Vec<Kept>,
}

struct Kept {
    finding: Finding,
    file: String,
    subject: String,
}

impl Kept {
    /// Whether two findings say the same of different places.
    fn is_like(&self, other: &Self) -> bool {
        let words = |it: &Self| {
            let it = &it.finding;
            (it.rule, it.action, it.seen.clone(), it.why.clone(), it.risk.clone(), it.fix.clone())
        };
        words(self) == words(other)
    }
}

impl<'o> Pretty<'o> {
    /// Colours are for terminals, unless `NO_COLOR` is set (<https://no-color.org>).
    pub(super) fn new(out: &'o mut dyn Write, layout: Layout) -> Self {
        let is_terminal = io::stdout().is_terminal();
        let is_styled = is_terminal && env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
        Pretty { out, is_styled, layout, kept: Vec::new() }
    }

    /// What was kept, like findings once, if they are to be.
    fn kept(&mut self) -> io::Result<()> {
        let kept = std::mem::take(&mut self.kept);
        if self.layout.group == Group::Auto && kept.len() < MANY {
            return kept.iter().try_for_each(|it| self.finding(it, &[]));
        }
        let mut groups: Vec<Vec<Kept>> = Vec::new();
        let mut known: HashMap<(&'static str, String), Vec<usize>> = HashMap::new();
        for it in kept {
            let candidates = known.entry((it.finding.rule, it.finding.seen.clone())).or_default();
            if let Some(nth) = candidates.iter().find(|nth| groups[**nth][0].is_like(&it)) {
                groups[*nth].push(it);
            } else {
                candidates.push(groups.len());
                groups.push(vec![it]);
            }
        }
        for group in &groups {
            if let [first, others @ ..] = &group[..] {
                self.finding(first, others)?;
            }
        }
        Ok(())
    }

    fn finding(&mut self, Kept { finding, file, subject }: &Kept, others: &[Kept]) -> io::Result<()> {
        let level = match finding.action {
            Action::Deny => Level::ERROR,
            Action::Warn => Level::WARNING,
            Action::Unchanged => Level::WARNING.with_name("unchanged"),
            Action::Generated => Level::WARNING.with_name("generated"),
            Action::Exempt | Action::Placeholder => return Ok(()),
        };
        let note = |name: &'static str, text: String| Level::NOTE.with_name(name).message(text);
        let title = level.primary_title(finding.seen.as_str()).id(finding.rule);
        let within = finding.within.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        // Of what is not known in the file, the line is that of what was rendered.
        let (at, line) = match &finding.rendered {
            Some(it) if !it.is_found => (None, it.line),
            _ => (Some(&finding.place), finding.place.line),
        };
        let group = match &finding.quote {
            Some(quote) => {
                let label = AnnotationKind::Primary.span(quote.range.clone()).label(finding.why.as_str());
                title.element(Snippet::source(quote.text.as_str()).line_start(line).annotation(label))
            }
            None => title.element(note("why", finding.why.clone())),
        };
        let group = group.element(note("at", format!("{}{within} of {subject}", finding.path)));
        let group = match &finding.rendered {
            Some(it) => group.element(note("rendered", rendered(it))),
            None => group,
        };
        let group = group.element(note("risk", finding.risk.clone())).element(note("fix", finding.fix.clone()));
        let also = others.iter().take(PLACES).map(|it| {
            let at = place(&it.file, Some(&it.finding.place));
            note("also", format!("{at}, {} of {}", it.finding.path, it.subject))
        });
        let rest = others.len().saturating_sub(PLACES);
        let rest = (rest > 0).then(|| note("also", format!("{rest} more places (--group=never shows all)")));
        let group = also.chain(rest).fold(group, annotate_snippets::Group::element);
        let renderer = if self.is_styled { Renderer::styled() } else { Renderer::plain() };
        let text = renderer.render(&[group]);
        // The quoted line is not as long as the line in the file, so that the renderer cannot know the column.
        let (title, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let gutter = " ".repeat(line.to_string().len());
        let arrow = self.styled(AnsiColor::BrightBlue.on_default().bold(), "-->");
        writeln!(self.out, "{title}\n{gutter}{arrow} {}\n{rest}\n", place(file, at))
    }

    fn styled(&self, style: Style, text: &str) -> String {
        if self.is_styled { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

impl Printer for Pretty<'_> {
    fn file(&mut self, report: &Report) -> io::Result<()> {
        for object in &report.objects {
            let is_shown = |it: &&Finding| !matches!(it.action, Action::Exempt | Action::Placeholder);
            for finding in object.findings.iter().filter(is_shown) {
                let (finding, file, subject) = (finding.clone(), report.file.clone(), object.subject.clone());
                let it = Kept { finding, file, subject };
                if self.layout.group == Group::Never {
                    self.finding(&it, &[])?;
                } else {
                    self.kept.push(it);
                }
            }
            if object.more > 0 {
                writeln!(self.out, "{}: {} more are denied in {}\n", report.file, object.more, object.subject)?;
            }
        }
        for it in &report.unreadable {
            let label = if it.fails {
                self.styled(AnsiColor::BrightRed.on_default().bold(), "error[unreadable]")
            } else {
                self.styled(AnsiColor::Yellow.on_default().bold(), "warning[unreadable]")
            };
            writeln!(self.out, "{label}: {}\n --> {}\n", it.message, it.place())?;
        }
        for it in &report.warnings {
            let label = self.styled(AnsiColor::Yellow.on_default().bold(), "warning");
            writeln!(self.out, "{label}: {}\n --> {}\n", it.message, it.place())?;
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        self.kept()?;
        let table = if self.layout.has_table { table(summary) } else { Vec::new() };
        for lines in [notes(summary), table] {
            for line in &lines {
                writeln!(self.out, "{line}")?;
            }
            if !lines.is_empty() {
                writeln!(self.out)?;
            }
        }
        writeln!(self.out, "{}", closing(summary))
    }
}
