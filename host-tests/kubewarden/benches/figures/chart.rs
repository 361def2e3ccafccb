//! The chart of docs/costs.md: for each request, what the policy takes, as a multiple of what the floor takes.
//!
//! Written by hand: bars and words are all there is to it, and no library for charts writes a style that follows the reader's light
//! or dark theme.

use std::fmt::Write as _;

/// A request's bars, as multiples of the floor.
pub(crate) struct Bar<'a> {
    pub(crate) name: &'a str,
    pub(crate) policy: f64,
    pub(crate) skip: f64,
}

const WIDTH: f64 = 860.0;
/// Where bars begin, and how long the longest may be.
const LEFT: f64 = 262.0;
const ROOM: f64 = 520.0;
const TOP: f64 = 96.0;
const ROW: f64 = 34.0;

const STYLE: &str = "
  .card { fill: #ffffff; stroke: #d0d7de }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2328 }
  .title { font-size: 16px; font-weight: 600 }
  .quiet { fill: #59636e; font-size: 12px }
  .value { font-weight: 600; font-variant-numeric: tabular-nums }
  .grid { stroke: #d0d7de; stroke-dasharray: 2 4 }
  .floor { stroke: #59636e; stroke-width: 1.5 }
  .policy { fill: #0969da }
  .skip { fill: #afb8c1 }
  @media (prefers-color-scheme: dark) {
    .card { fill: #0d1117; stroke: #3d444d }
    text { fill: #f0f6fc }
    .quiet { fill: #9198a1 }
    .grid { stroke: #3d444d }
    .floor { stroke: #9198a1 }
    .policy { fill: #4493f8 }
    .skip { fill: #545d68 }
  }
";

pub(crate) fn svg(bars: &[Bar<'_>]) -> String {
    let longest = bars.iter().flat_map(|bar| [bar.policy, bar.skip]).fold(1.0, f64::max);
    let (step, most) = ticks(longest);
    let x = |ratio: f64| LEFT + ROOM * ratio / most;
    let rows: f64 = bars.iter().map(|_| ROW).sum();
    let (bottom, height) = (TOP + rows, TOP + rows + 44.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\">\n\
        <title>What a request costs, as a multiple of a policy that reads nothing</title>\n<style>{STYLE}</style>\n\
        <rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"8\"/>\n",
        WIDTH - 1.0,
        height - 1.0,
    );
    text(&mut svg, "title", 24.0, 34.0, "start", "What a request costs");
    text(
        &mut svg,
        "quiet",
        24.0,
        54.0,
        "start",
        "time of instance and call, as a multiple of a policy that reads nothing; less is better",
    );
    let mut legend = |at: f64, class: &str, words: &str| {
        let _ = writeln!(svg, "<rect class=\"{class}\" x=\"{at}\" y=\"68\" width=\"12\" height=\"10\" rx=\"2\"/>");
        text(&mut svg, "quiet", at + 18.0, 77.0, "start", words);
    };
    legend(LEFT, "policy", "this policy");
    legend(LEFT + 110.0, "skip", "parses the request with serde_json, and judges nothing");
    let mut tick = 0.0;
    while tick <= most {
        let class = if (tick - 1.0).abs() < 1e-9 { "floor" } else { "grid" };
        line(&mut svg, class, x(tick), bottom);
        text(&mut svg, "quiet", x(tick), bottom + 18.0, "middle", &format!("{tick}×"));
        tick += step;
    }
    if step > 1.0 {
        line(&mut svg, "floor", x(1.0), bottom);
        text(&mut svg, "quiet", x(1.0), bottom + 18.0, "middle", "1×");
    }
    text(&mut svg, "quiet", x(1.0), bottom + 34.0, "middle", "reads nothing");
    let mut y = TOP;
    for bar in bars {
        text(&mut svg, "", LEFT - 12.0, y + 20.0, "end", bar.name);
        for (class, ratio, y, thick) in [("policy", bar.policy, y + 6.0, 13.0), ("skip", bar.skip, y + 21.0, 6.0)] {
            let _ = writeln!(
                svg,
                "<rect class=\"{class}\" x=\"{LEFT}\" y=\"{y}\" width=\"{:.1}\" height=\"{thick}\" rx=\"2\"/>",
                x(ratio) - LEFT
            );
        }
        text(&mut svg, "value", x(bar.policy.max(1.0)) + 8.0, y + 17.0, "start", &format!("{:.2}", bar.policy));
        y += ROW;
    }
    svg.push_str("</svg>\n");
    svg
}

/// The distance of the lines of the grid, and the last of them, for bars as long as this.
fn ticks(longest: f64) -> (f64, f64) {
    let steps = [0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];
    let step = steps.into_iter().find(|step| longest / step <= 8.0).unwrap_or(longest);
    (step, step * (longest / step).ceil())
}

fn line(svg: &mut String, class: &str, x: f64, bottom: f64) {
    let _ = writeln!(
        svg,
        "<line class=\"{class}\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{}\" y2=\"{}\"/>",
        TOP - 4.0,
        bottom + 4.0
    );
}

fn text(svg: &mut String, class: &str, x: f64, y: f64, anchor: &str, words: &str) {
    let words = words.replace('`', "").replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(svg, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>");
}
