//! For people.

use std::env;
use std::io::{self, IsTerminal as _, Write};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};
use insecure_registry_check::{Action, Finding};

use super::super::judge::{Report, Summary, place};
use super::{Printer, closing};

pub(super) struct Pretty<'o> {
    out: &'o mut dyn Write,
    is_styled: bool,
}

impl<'o> Pretty<'o> {
    /// Colours are for terminals, unless `NO_COLOR` is set (<https://no-color.org>).
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        let is_styled = io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
        Pretty { out, is_styled }
    }

    fn finding(&mut self, finding: &Finding, file: &str, subject: &str) -> io::Result<()> {
        let level = match finding.action {
            Action::Deny => Level::ERROR,
            Action::Warn => Level::WARNING,
            Action::Unchanged => Level::WARNING.with_name("unchanged"),
            Action::Generated => Level::WARNING.with_name("generated"),
            Action::Exempt => return Ok(()),
        };
        let note = |name: &'static str, text: String| Level::NOTE.with_name(name).message(text);
        let title = level.primary_title(finding.seen.as_str()).id(finding.rule);
        let within = finding.within.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        let group = match &finding.quote {
            Some(quote) => {
                let label = AnnotationKind::Primary.span(quote.range.clone()).label(finding.why.as_str());
                title.element(Snippet::source(quote.text.as_str()).line_start(finding.place.line).annotation(label))
            }
            None => title.element(note("why", finding.why.clone())),
        };
        let group = group
            .element(note("at", format!("{}{within} of {subject}", finding.path)))
            .element(note("risk", finding.risk.clone()))
            .element(note("fix", finding.fix.clone()));
        let renderer = if self.is_styled { Renderer::styled() } else { Renderer::plain() };
        let text = renderer.render(&[group]);
        // The quoted line is not as long as the line in the file, so that the renderer cannot know the column.
        let (title, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let gutter = " ".repeat(finding.place.line.to_string().len());
        let arrow = self.styled(AnsiColor::BrightBlue.on_default().bold(), "-->");
        writeln!(self.out, "{title}\n{gutter}{arrow} {}\n{rest}\n", place(file, Some(&finding.place)))
    }

    fn styled(&self, style: Style, text: &str) -> String {
        if self.is_styled { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

impl Printer for Pretty<'_> {
    fn file(&mut self, report: &Report) -> io::Result<()> {
        for object in &report.objects {
            for finding in &object.findings {
                self.finding(finding, &report.file, &object.subject)?;
            }
            if object.more > 0 {
                writeln!(self.out, "{}: {} more are denied in {}\n", report.file, object.more, object.subject)?;
            }
        }
        for it in &report.unreadable {
            let label = self.styled(AnsiColor::BrightRed.on_default().bold(), "error[unreadable]");
            writeln!(self.out, "{label}: {}\n --> {}\n", it.message, it.place())?;
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        writeln!(self.out, "{}", closing(summary))
    }
}
