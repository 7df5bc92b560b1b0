//! `strptime` in the C locale.

use super::calendar::{Broken, days_from_civil};
use super::format::{DAYS, MONTHS};

/// What was read.
pub(super) struct Parsed {
    pub broken: Broken,
    pub zone: Option<String>,
    pub offset: Option<i64>,
}

#[derive(Default)]
struct Fields {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: Option<i64>,
    hour12: Option<i64>,
    pm: Option<bool>,
    minute: i64,
    second: i64,
    week_day: Option<i64>,
    year_day: Option<i64>,
    week: Option<(i64, bool)>,
    zone: Option<String>,
    offset: Option<i64>,
}

/// Parses text; the error is CPython's message with `{text}` and `{format}` to fill in.
pub(super) fn strptime(text: &str, format: &str) -> Result<Parsed, String> {
    let mut fields = Fields::default();
    let rest = match_format(text, format, &mut fields)?;
    if !rest.is_empty() {
        return Err(format!("unconverted data remains: {rest}"));
    }
    Ok(complete(fields))
}

const MISMATCH: &str = "time data {text} does not match format {format}";

fn match_format<'t>(text: &'t str, format: &str, fields: &mut Fields) -> Result<&'t str, String> {
    let mut rest = text;
    let mut codes = format.chars();
    while let Some(c) = codes.next() {
        if c.is_whitespace() {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return Err(MISMATCH.to_owned());
            }
            rest = trimmed;
            continue;
        }
        if c != '%' {
            let mut next = rest.chars();
            match next.next() {
                Some(found) if found.to_lowercase().eq(c.to_lowercase()) => rest = next.as_str(),
                _ => return Err(MISMATCH.to_owned()),
            }
            continue;
        }
        let Some(code) = codes.next() else { return Err("stray % in format {format}".to_owned()) };
        rest = match_code(rest, code, fields)?;
    }
    Ok(rest)
}

/// Takes up to `most` digits that make a number in a range.
fn digits(text: &str, most: usize, range: std::ops::RangeInclusive<i64>) -> Result<(i64, &str), String> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    for length in (1..=count).rev() {
        if let Ok(value) = text[..length].parse::<i64>()
            && range.contains(&value)
        {
            return Ok((value, &text[length..]));
        }
    }
    Err(MISMATCH.to_owned())
}

fn name<'t>(text: &'t str, names: &[&str], short: bool) -> Result<(i64, &'t str), String> {
    for (i, full) in names.iter().enumerate() {
        let wanted = if short { &full[..3] } else { full };
        if let Some(start) = text.get(..wanted.len())
            && start.eq_ignore_ascii_case(wanted)
        {
            return Ok((i as i64, &text[wanted.len()..]));
        }
    }
    Err(MISMATCH.to_owned())
}

fn match_code<'t>(text: &'t str, code: char, f: &mut Fields) -> Result<&'t str, String> {
    let (value, rest) = match code {
        'Y' => digits(text, 4, 0..=9999)
            .and_then(|d| if text.len() - d.1.len() == 4 { Ok(d) } else { Err(MISMATCH.into()) })?,
        'm' => digits(text, 2, 1..=12)?,
        'd' | 'e' => digits(text.strip_prefix(' ').unwrap_or(text), 2, 1..=31)?,
        'H' => digits(text, 2, 0..=23)?,
        'I' => digits(text, 2, 1..=12)?,
        'M' => digits(text, 2, 0..=59)?,
        'S' => digits(text, 2, 0..=61)?,
        'f' => digits(text, 6, 0..=999_999)?,
        'j' => digits(text, 3, 1..=366)?,
        'y' => digits(text, 2, 0..=99)?,
        'w' => digits(text, 1, 0..=6)?,
        'u' => digits(text, 1, 1..=7)?,
        'U' | 'W' => digits(text, 2, 0..=53)?,
        'a' => name(text, &DAYS, true)?,
        'A' => name(text, &DAYS, false)?,
        'b' | 'h' => name(text, &MONTHS, true)?,
        'B' => name(text, &MONTHS, false)?,
        'p' => name(text, &["AM", "PM"], false)?,
        'c' => return match_format(text, "%a %b %d %H:%M:%S %Y", f),
        'x' | 'D' => return match_format(text, "%m/%d/%y", f),
        'X' | 'T' => return match_format(text, "%H:%M:%S", f),
        'F' => return match_format(text, "%Y-%m-%d", f),
        'R' => return match_format(text, "%H:%M", f),
        'r' => return match_format(text, "%I:%M:%S %p", f),
        'n' | 't' => return Ok(text.trim_start()),
        '%' => return text.strip_prefix('%').ok_or_else(|| MISMATCH.to_owned()),
        'z' => return offset(text, f),
        'Z' => {
            for zone in ["UTC", "GMT"] {
                if text.get(..3).is_some_and(|t| t.eq_ignore_ascii_case(zone)) {
                    f.zone = Some(zone.to_owned());
                    return Ok(&text[3..]);
                }
            }
            return Ok(text);
        }
        other => return Err(format!("'{other}' is a bad directive in format {{format}}")),
    };
    match code {
        'Y' => f.year = Some(value),
        'y' => f.year = Some(if value <= 68 { 2000 + value } else { 1900 + value }),
        'm' => f.month = Some(value),
        'b' | 'h' | 'B' => f.month = Some(value + 1),
        'd' | 'e' => f.day = Some(value),
        'H' => f.hour = Some(value),
        'I' => f.hour12 = Some(value),
        'p' => f.pm = Some(value == 1),
        'M' => f.minute = value,
        'S' => f.second = value,
        'j' => f.year_day = Some(value),
        'a' | 'A' => f.week_day = Some(value),
        'w' => f.week_day = Some((value + 6) % 7),
        'u' => f.week_day = Some(value - 1),
        'U' => f.week = Some((value, false)),
        'W' => f.week = Some((value, true)),
        _ => {}
    }
    Ok(rest)
}

fn offset<'t>(text: &'t str, f: &mut Fields) -> Result<&'t str, String> {
    if let Some(rest) = text.strip_prefix('Z') {
        f.offset = Some(0);
        return Ok(rest);
    }
    let sign = match text.chars().next() {
        Some('+') => 1,
        Some('-') => -1,
        _ => return Err(MISMATCH.to_owned()),
    };
    let (hours, rest) = digits(&text[1..], 2, 0..=23)?;
    let (minutes, rest) = digits(rest.strip_prefix(':').unwrap_or(rest), 2, 0..=59)?;
    f.offset = Some(sign * (hours * 3600 + minutes * 60));
    Ok(rest)
}

fn complete(f: Fields) -> Parsed {
    let year = f.year.unwrap_or(1900);
    let mut month = f.month.unwrap_or(1);
    let mut day = f.day.unwrap_or(1);
    let hour = match (f.hour, f.hour12) {
        (Some(hour), _) => hour,
        (None, Some(hour)) => hour % 12 + if f.pm == Some(true) { 12 } else { 0 },
        (None, None) => 0,
    };
    let mut year_day = f.year_day;
    if let (Some((week, monday)), Some(week_day), None) = (f.week, f.week_day, year_day) {
        let first = (days_from_civil(year, 1, 1) + if monday { 3 } else { 4 }).rem_euclid(7);
        let day_of_week = if monday { week_day } else { (week_day + 1) % 7 };
        year_day =
            Some(if week == 0 { 1 + day_of_week - first } else { 1 + (7 - first) % 7 + 7 * (week - 1) + day_of_week });
    }
    let start = days_from_civil(year, 1, 1);
    if let Some(found) = year_day
        && f.month.is_none()
        && f.day.is_none()
        && let Some(date) = super::calendar::from_timestamp((start + found - 1) * 86_400, 0)
    {
        month = date.month;
        day = date.day;
    }
    let days = days_from_civil(year, month, day);
    let broken = Broken {
        year,
        month,
        day,
        hour,
        minute: f.minute,
        second: f.second,
        week_day: f.week_day.unwrap_or((days + 3).rem_euclid(7)),
        year_day: f.year_day.unwrap_or(days - start + 1),
        is_dst: if f.zone.is_some() { 0 } else { -1 },
    };
    Parsed { broken, zone: f.zone, offset: f.offset }
}
