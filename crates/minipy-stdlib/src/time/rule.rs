//! POSIX rules for local time (`CET-1CEST,M3.5.0,M10.5.0/3`): the value of `TZ`, or what a zone file says of the time
//! after its last transition.

use super::calendar::{days_from_civil, is_leap, year_of};
use super::zone::Kind;

/// A day of each year on which daylight saving time begins or ends, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    day: Day,
    /// Seconds after midnight of the local time before the change; may be negative or more than a day.
    time: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Day {
    /// `Mm.w.d`: week 5 is the last one; day 0 is Sunday.
    Week { month: i64, week: i64, day: i64 },
    /// `Jn`: 1 to 365, never February 29.
    Julian(i64),
    /// `n`: 0 to 365, leap days counted.
    Zero(i64),
}

/// The rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub standard: Kind,
    daylight: Option<(Kind, Change, Change)>,
}

impl Rule {
    /// The kind of time at a timestamp.
    pub(super) fn at(&self, seconds: i64) -> &Kind {
        let Some((daylight, begin, end)) = &self.daylight else { return &self.standard };
        // Before 1970 the C library takes the changes of 1970.
        let year = year_of(seconds + i64::from(self.standard.offset)).max(1970);
        let begin = begin.in_year(year) - i64::from(self.standard.offset);
        let end = end.in_year(year) - i64::from(daylight.offset);
        let summer = if begin < end { (begin..end).contains(&seconds) } else { !(end..begin).contains(&seconds) };
        if summer { daylight } else { &self.standard }
    }

    /// The daylight saving time, if there is one.
    pub(super) fn daylight(&self) -> Option<&Kind> {
        self.daylight.as_ref().map(|d| &d.0)
    }

    /// Reads a rule; nothing may follow it.
    pub(super) fn parse(text: &[u8]) -> Option<Rule> {
        let mut reader = Reader { text };
        let name = reader.name()?;
        let offset = -reader.time(24)? as i32;
        let standard = Kind { offset, daylight: false, name };
        if reader.text.is_empty() {
            return Some(Rule { standard, daylight: None });
        }
        let name = reader.name()?;
        let offset =
            if matches!(reader.text.first(), None | Some(b',')) { offset + 3600 } else { -reader.time(24)? as i32 };
        let daylight = Kind { offset, daylight: true, name };
        if reader.text.is_empty() {
            // Without dates those of the United States hold, as in the C library.
            reader.text = b",M3.2.0,M11.1.0";
        }
        let (begin, end) = (reader.change()?, reader.change()?);
        reader.text.is_empty().then_some(Rule { standard, daylight: Some((daylight, begin, end)) })
    }
}

impl Change {
    /// Local seconds since 1970 of the change in a year.
    fn in_year(&self, year: i64) -> i64 {
        let day = match self.day {
            Day::Julian(n) => days_from_civil(year, 1, 1) + n - 1 + i64::from(n >= 60 && is_leap(year)),
            Day::Zero(n) => days_from_civil(year, 1, 1) + n,
            Day::Week { month, week, day } => {
                let first = days_from_civil(year, month, 1);
                // 1970-01-01 was a Thursday.
                let weekday = (first + 4).rem_euclid(7);
                let mut found = first + (day - weekday).rem_euclid(7) + (week - 1) * 7;
                if found >= days_from_civil(year, month + 1, 1) {
                    found -= 7;
                }
                found
            }
        };
        day * 86_400 + self.time
    }
}

struct Reader<'a> {
    text: &'a [u8],
}

impl Reader<'_> {
    fn eat(&mut self, byte: u8) -> bool {
        let found = self.text.first() == Some(&byte);
        if found {
            self.text = &self.text[1..];
        }
        found
    }

    /// Three letters or more, or anything in angle brackets.
    fn name(&mut self) -> Option<String> {
        let quoted = self.eat(b'<');
        let fits = |b: &u8| {
            if quoted { b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-') } else { b.is_ascii_alphabetic() }
        };
        let length = self.text.iter().take_while(|b| fits(b)).count();
        let (name, rest) = self.text.split_at(length);
        self.text = rest;
        if length < 3 || quoted && !self.eat(b'>') {
            return None;
        }
        Some(String::from_utf8_lossy(name).into_owned())
    }

    fn number(&mut self, most: i64) -> Option<i64> {
        let length = self.text.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.text.split_at(length);
        self.text = rest;
        let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
        (number <= most).then_some(number)
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    fn time(&mut self, most_hours: i64) -> Option<i64> {
        let negative = self.eat(b'-');
        if !negative {
            self.eat(b'+');
        }
        let mut seconds = self.number(most_hours)? * 3600;
        if self.eat(b':') {
            seconds += self.number(59)? * 60;
            if self.eat(b':') {
                seconds += self.number(59)?;
            }
        }
        Some(if negative { -seconds } else { seconds })
    }

    /// `,date[/time]`
    fn change(&mut self) -> Option<Change> {
        if !self.eat(b',') {
            return None;
        }
        let day = if self.eat(b'M') {
            let month = self.number(12)?;
            let week = if self.eat(b'.') { self.number(5)? } else { return None };
            let day = if self.eat(b'.') { self.number(6)? } else { return None };
            if month == 0 || week == 0 {
                return None;
            }
            Day::Week { month, week, day }
        } else if self.eat(b'J') {
            Day::Julian(self.number(365)?)
        } else {
            Day::Zero(self.number(365)?)
        };
        let time = if self.eat(b'/') { self.time(167)? } else { 7200 };
        Some(Change { day, time })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn berlin() {
        let rule = Rule::parse(b"CET-1CEST,M3.5.0,M10.5.0/3").expect("a rule");
        for (seconds, name) in
            [(1_711_846_799, "CET"), (1_711_846_800, "CEST"), (1_729_990_799, "CEST"), (1_729_990_800, "CET")]
        {
            assert_eq!(rule.at(seconds).name, name, "at {seconds}");
        }
    }

    #[test]
    fn south_and_odd_forms() {
        let rule = Rule::parse(b"NZST-12NZDT,M9.5.0,M4.1.0/3").expect("a rule");
        assert_eq!((rule.at(1_704_067_200).offset, rule.at(1_719_792_000).offset), (46_800, 43_200));
        assert_eq!(Rule::parse(b"<+03>-3").map(|r| (r.standard.name, r.standard.offset)), Some(("+03".into(), 10_800)));
        assert!(Rule::parse(b"EST5EDT").is_some_and(|r| r.daylight.is_some()));
        for wrong in [&b"UTC"[..], b"Europe/Berlin", b"A1", b"CET-1CEST,M3.5", b"CET-1x"] {
            assert!(Rule::parse(wrong).is_none());
        }
    }
}
