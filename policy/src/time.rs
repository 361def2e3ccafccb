//! Dates in settings and annotations, and the clock that they are compared with.
//!
//! Nothing else here depends on the time: only an exemption that ends and that matches a finding asks the clock, at most once per
//! request.

use std::cell::OnceCell;
use std::fmt;

/// A moment, in seconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(i64);

const DAY: i64 = 24 * 60 * 60;
/// How long before its end an exemption warns.
const NOTICE: i64 = 14 * DAY;
/// Earlier dates are mistakes: there was no policy then.
const FIRST_YEAR: i64 = 2020;
/// From the beginning of the year 1.
const DAYS_BEFORE_1970: i64 = 719_162;

impl Time {
    /// So many seconds after the beginning of 1970 in UTC.
    pub const fn from_unix(seconds: i64) -> Self {
        Time(seconds)
    }

    /// What the system's clock says.
    #[cfg(not(any(target_os = "wasi", target_os = "unknown")))]
    pub fn now() -> Option<Self> {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs()).ok().map(Time)
    }

    /// What the host's clock says, if it has one. The standard library would panic without it.
    #[cfg(target_os = "wasi")]
    pub fn now() -> Option<Self> {
        #[allow(unsafe_code)] // an imported function
        #[link(wasm_import_module = "wasi_snapshot_preview1")]
        unsafe extern "C" {
            safe fn clock_time_get(clock: u32, precision: u64, time: &mut u64) -> u32;
        }
        const REALTIME: u32 = 0;
        const SECOND: u64 = 1_000_000_000;
        let mut time = 0;
        let error = clock_time_get(REALTIME, SECOND, &mut time);
        (error == 0).then(|| i64::try_from(time / SECOND).ok().map(Time)).flatten()
    }

    /// JavaScript has a clock, WebAssembly without a system has none: the module for JavaScript passes the time along.
    #[cfg(target_os = "unknown")]
    pub fn now() -> Option<Self> {
        None
    }
}

/// Where the time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The clock of the host.
    Host,
    /// It is always this time.
    At(Time),
    /// There is no clock.
    Missing,
}

/// A clock that is asked at most once.
#[derive(Debug)]
pub(crate) struct Now {
    clock: Clock,
    answer: OnceCell<Option<Time>>,
}

impl Now {
    pub(crate) fn new(clock: Clock) -> Self {
        Now { clock, answer: OnceCell::new() }
    }

    fn time(&self) -> Option<Time> {
        *self.answer.get_or_init(|| match self.clock {
            Clock::Host => Time::now(),
            Clock::At(time) => Some(time),
            Clock::Missing => None,
        })
    }

    /// How far something is that ends then. What has no end counts, and asks nobody.
    pub(crate) fn term(&self, until: Option<&Until<'_>>) -> Term {
        until.map_or(Term::Counts, |until| self.time().map_or(Term::Unknown, |now| until.term(now)))
    }
}

/// The end of an exemption: a date or a time, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Until<'a> {
    written: &'a str,
    /// The first moment after it.
    end: Time,
}

/// How far an exemption is, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// It counts.
    Counts,
    /// It counts, and ends within two weeks.
    EndsSoon,
    /// It has ended.
    Ended,
    /// Nobody knows, since there is no clock.
    Unknown,
}

/// Why a text is not the end of an exemption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// It is something else.
    Malformed,
    /// A time without its zone.
    Zone,
    /// There is no such day, or no such time of a day.
    Missing,
    /// It is long past.
    Early,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DateError::Malformed => {
                "is not a date; expected `2027-01-31`, or a date and time with a zone such as `2027-01-31T18:00:00Z`"
            }
            DateError::Zone => "has no time zone; add `Z` for UTC, or an offset such as `+01:00`",
            DateError::Missing => "is a date or time that does not exist",
            DateError::Early => "lies before 2020",
        })
    }
}

impl<'a> Until<'a> {
    /// Reads a date, which ends with that day in UTC, or a time by [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339#section-5.6).
    pub fn parse(text: &'a str) -> Result<Self, DateError> {
        let mut rest = Reader(text.as_bytes());
        let [year, month, day] = rest.numbers([4, 2, 2], b'-').ok_or(DateError::Malformed)?;
        let begin = days(year, month, day).map(|days| days.saturating_mul(DAY));
        let end = if rest.0.is_empty() {
            begin?.saturating_add(DAY)
        } else {
            rest.mark(b"Tt").ok_or(DateError::Malformed)?;
            let [hour, minute, second] = rest.numbers([2, 2, 2], b':').ok_or(DateError::Malformed)?;
            if rest.mark(b".").is_some() {
                rest.number(1).ok_or(DateError::Malformed)?;
                while rest.number(1).is_some() {}
            }
            let offset = rest.offset()?;
            if !rest.0.is_empty() {
                return Err(DateError::Malformed);
            }
            // A minute may have a leap second.
            if hour > 23 || minute > 59 || second > 60 {
                return Err(DateError::Missing);
            }
            begin?.saturating_add(seconds(hour, minute)).saturating_add(second).saturating_sub(offset)
        };
        Ok(Until { written: text, end: Time(end) })
    }

    /// The text that it was read from: digits and signs.
    pub fn as_str(&self) -> &'a str {
        self.written
    }

    /// How far an exemption with this end is at this time.
    pub fn term(&self, now: Time) -> Term {
        if now >= self.end {
            Term::Ended
        } else if self.end.0.saturating_sub(now.0) <= NOTICE {
            Term::EndsSoon
        } else {
            Term::Counts
        }
    }
}

/// `on 2027-01-31`, `at 2027-01-31T18:00:00Z`.
impl fmt::Display for Until<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_day = self.written.len() == "2027-01-31".len();
        write!(f, "{} {}", if is_day { "on" } else { "at" }, self.written)
    }
}

fn seconds(hours: i64, minutes: i64) -> i64 {
    hours.saturating_mul(60).saturating_add(minutes).saturating_mul(60)
}

/// The days from the beginning of 1970 to this one.
fn days(year: i64, month: i64, day: i64) -> Result<i64, DateError> {
    const MONTHS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = |month: usize, length: i64| if month == 1 && is_leap(year) { 29 } else { length };
    let before = usize::try_from(month).ok().and_then(|month| month.checked_sub(1)).ok_or(DateError::Missing)?;
    let last = MONTHS.get(before).map(|days| length(before, *days)).ok_or(DateError::Missing)?;
    if day < 1 || day > last {
        return Err(DateError::Missing);
    }
    if year < FIRST_YEAR {
        return Err(DateError::Early);
    }
    let last_year = year.saturating_sub(1);
    let leap_days = (last_year / 4).saturating_sub(last_year / 100).saturating_add(last_year / 400);
    let months = MONTHS.iter().take(before).enumerate().map(|(month, days)| length(month, *days));
    let days = months.fold(last_year.saturating_mul(365).saturating_add(leap_days), i64::saturating_add);
    Ok(days.saturating_add(day).saturating_sub(1).saturating_sub(DAYS_BEFORE_1970))
}

/// What is left of a date.
struct Reader<'t>(&'t [u8]);

impl Reader<'_> {
    /// One of these bytes.
    fn mark(&mut self, marks: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        marks.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    /// So many digits.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let mut number: i64 = 0;
        for _ in 0..digits {
            let digit = self.mark(b"0123456789")?.saturating_sub(b'0');
            number = number.saturating_mul(10).saturating_add(digit.into());
        }
        Some(number)
    }

    /// Numbers of so many digits, with this between them.
    fn numbers(&mut self, digits: [usize; 3], between: u8) -> Option<[i64; 3]> {
        let [first, second, third] = digits;
        let first = self.number(first)?;
        self.mark(&[between])?;
        let second = self.number(second)?;
        self.mark(&[between])?;
        Some([first, second, self.number(third)?])
    }

    /// The seconds by which a zone is ahead of UTC.
    fn offset(&mut self) -> Result<i64, DateError> {
        if self.mark(b"Zz").is_some() {
            return Ok(0);
        }
        let sign = self.mark(b"+-").ok_or(if self.0.is_empty() { DateError::Zone } else { DateError::Malformed })?;
        let mut pair = || {
            let hours = self.number(2)?;
            self.mark(b":")?;
            Some((hours, self.number(2)?))
        };
        let (hours, minutes) = pair().ok_or(DateError::Malformed)?;
        if hours > 23 || minutes > 59 {
            return Err(DateError::Missing);
        }
        let ahead = seconds(hours, minutes);
        Ok(if sign == b'-' { ahead.saturating_neg() } else { ahead })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_calendars_do() {
        for (text, expected) in [
            // By `date --utc --date=… +%s`; a day ends when the next one begins.
            ("2020-01-01", 1_577_923_200),
            ("2020-02-29", 1_583_020_800),
            ("2027-01-31", 1_801_440_000),
            ("2028-02-29", 1_835_481_600),
            ("2028-03-01", 1_835_568_000),
            ("2100-02-28", 4_107_542_400),
            ("2400-02-29", 13_574_649_600),
            ("9999-12-31", 253_402_300_800),
            ("2027-01-31T00:00:00Z", 1_801_353_600),
            ("2027-01-31t18:30:15z", 1_801_420_215),
            ("2027-01-31T18:30:15.25Z", 1_801_420_215),
            ("2027-01-31T18:30:15+01:00", 1_801_416_615),
            ("2027-01-31T18:30:15-05:30", 1_801_440_015),
            ("2027-12-31T23:59:60Z", 1_830_297_600),
        ] {
            assert_eq!(Until::parse(text).map(|it| it.end), Ok(Time(expected)), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_dates() {
        for (text, expected) in [
            ("", DateError::Malformed),
            ("tomorrow", DateError::Malformed),
            ("31.01.2027", DateError::Malformed),
            ("2027-1-31", DateError::Malformed),
            ("2027-01-31 ", DateError::Malformed),
            ("2027-01-31 18:00:00Z", DateError::Malformed),
            ("2027-01-31T18:00Z", DateError::Malformed),
            ("2027-01-31T18:00:00.Z", DateError::Malformed),
            ("2027-01-31T18:00:00Z!", DateError::Malformed),
            ("2027-01-31T18:00:00+0100", DateError::Malformed),
            ("2027-01-31T18:00:00 Europe/Berlin", DateError::Malformed),
            ("+027-01-31", DateError::Malformed),
            ("2027-01-31T18:00:00", DateError::Zone),
            ("2027-01-31T18:00:00.5", DateError::Zone),
            ("2027-02-29", DateError::Missing),
            ("2100-02-29", DateError::Missing),
            ("2027-00-10", DateError::Missing),
            ("2027-13-10", DateError::Missing),
            ("2027-04-31", DateError::Missing),
            ("2027-04-00", DateError::Missing),
            ("2027-01-31T24:00:00Z", DateError::Missing),
            ("2027-01-31T18:60:00Z", DateError::Missing),
            ("2027-01-31T18:00:61Z", DateError::Missing),
            ("2027-01-31T18:00:00+24:00", DateError::Missing),
            ("2019-12-31", DateError::Early),
            ("0000-01-01", DateError::Early),
        ] {
            assert_eq!(Until::parse(text).map(|it| it.end), Err(expected), "{text}");
        }
    }

    #[test]
    fn an_end_is_told_two_weeks_before_it() {
        let until = Until::parse("2027-01-31").unwrap();
        let term = |before: i64| Now::new(Clock::At(Time(until.end.0 - before))).term(Some(&until));
        assert_eq!(term(NOTICE + 1), Term::Counts);
        assert_eq!(term(NOTICE), Term::EndsSoon);
        assert_eq!(term(1), Term::EndsSoon);
        assert_eq!(term(0), Term::Ended);
        assert_eq!(term(-1), Term::Ended);
        assert_eq!(Now::new(Clock::Missing).term(Some(&until)), Term::Unknown);
        assert_eq!(Now::new(Clock::Missing).term(None), Term::Counts);
        assert_eq!(until.to_string(), "on 2027-01-31");
        assert_eq!(Until::parse("2027-01-31T18:00:00Z").unwrap().to_string(), "at 2027-01-31T18:00:00Z");
    }

    #[test]
    fn this_machine_has_a_clock() {
        assert_eq!(Until::parse("2020-01-01").unwrap().term(Time::now().unwrap()), Term::Ended);
    }
}
