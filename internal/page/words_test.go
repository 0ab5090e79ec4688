package page

import (
	"testing"
	"time"
)

func TestWords(t *testing.T) {
	at := func(text string) time.Time {
		out, err := time.Parse(time.DateTime, text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for got, want := range map[string]string{
		Number(0): "0", Number(-1234): "-1,234", Number(999): "999", Number(1234567): "1,234,567", Numbered(1, "trace"): "1 trace", Numbered(2000, "trace"): "2,000 traces",
		PartOf(0, 3): "0.0 %", PartOf(3, 3): "100.0 %", PartOf(1, 3): "33.3 %", PartOf(2, 3): "66.7 %", PartOf(1, 100_000): "< 0.1 %", PartOf(99_999, 100_000): "> 99.9 %", PartOf(1, 0): "",
		Span(at("2026-03-02 09:00:00"), at("2026-03-16 19:31:00")): "2 Mar 2026 09:00 to 16 Mar 19:31 UTC",
		Span(at("2026-03-02 09:00:00"), at("2026-03-02 19:31:00")): "2 Mar 2026 09:00 to 19:31 UTC",
		Span(at("2026-03-02 09:00:00"), at("2027-03-02 19:31:00")): "2 Mar 2026 09:00 to 2 Mar 2027 19:31 UTC",
		Cut("äöü", 3): "äöü", Cut("äöüx", 3): "äö…",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, c := range []struct{ part, all, want int64 }{{0, 3, 0}, {1, 3, 333}, {3, 3, 1000}, {1, 1 << 60, 1}, {1 << 59, 1 << 60, 500}} {
		if got := WidthOf(c.part, c.all); int64(got) != c.want {
			t.Errorf("%d of %d is %v, want %d", c.part, c.all, got, c.want)
		}
	}
}
