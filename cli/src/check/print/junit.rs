//! `JUnit`'s XML: a suite for each file, a test for each object.

use std::io::{self, Write};

use insecure_registry_check::{Action, Object};
use quick_junit::{NonSuccessKind, Report as Tests, TestCase, TestCaseStatus, TestSuite};

use super::super::checker::{Report, message, place};
use super::super::summary::Summary;
use super::Printer;

pub(super) struct JUnit<'o> {
    out: &'o mut dyn Write,
    warnings_fail: bool,
    tests: Tests,
}

impl<'o> JUnit<'o> {
    pub(super) fn new(out: &'o mut dyn Write, warnings_fail: bool) -> Self {
        JUnit { out, warnings_fail, tests: Tests::new("insecure-registry") }
    }

    fn test(&self, object: &Object, file: &str) -> TestCase {
        let (mut failures, mut notes) = (Vec::new(), Vec::new());
        for finding in &object.findings {
            let is_failure = match finding.action {
                Action::Deny => true,
                Action::Warn | Action::Unchanged | Action::Generated => self.warnings_fail,
                Action::Exempt | Action::Placeholder => continue,
            };
            let (place, message) = (place(file, Some(&finding.place)), message(finding, &object.subject));
            let text = format!("{place}: {}: {message}", finding.rule);
            if is_failure { &mut failures } else { &mut notes }.push((finding.rule, finding.seen.as_str(), text));
        }
        let lines = |findings: &[(&str, &str, String)]| {
            findings.iter().map(|(_, _, text)| text.as_str()).collect::<Vec<_>>().join("\n")
        };
        let mut status = TestCaseStatus::success();
        if object.more > 0 {
            failures.push(("more", "more are denied", format!("{} more are denied", object.more)));
        }
        if let Some((rule, seen, _)) = failures.first() {
            status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(*rule).set_message(*seen).set_description(lines(&failures));
        }
        let mut test = TestCase::new(object.subject.as_str(), status);
        test.set_classname(file);
        if !notes.is_empty() {
            test.set_system_out(lines(&notes));
        }
        test
    }
}

impl Printer for JUnit<'_> {
    fn file(&mut self, report: &Report) -> io::Result<()> {
        let mut suite = TestSuite::new(report.file.as_str());
        suite.add_test_cases(report.objects.iter().map(|object| self.test(object, &report.file)));
        for it in &report.unreadable {
            let mut status =
                if it.fails { TestCaseStatus::non_success(NonSuccessKind::Error) } else { TestCaseStatus::skipped() };
            status.set_type("unreadable").set_message(it.message.as_str());
            let mut test = TestCase::new(it.place(), status);
            test.set_classname(report.file.as_str());
            suite.add_test_case(test);
        }
        if !suite.test_cases.is_empty() {
            self.tests.add_test_suite(suite);
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary) -> io::Result<()> {
        self.tests.serialize(&mut self.out).map_err(io::Error::other)
    }
}
