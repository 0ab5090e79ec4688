package sample

import "math/bits"

// random is a stream of numbers that is the same on every machine: SplitMix64 (Steele, Lea, Flood 2014). Floating point is not used for
// anything that decides a byte, since processors differ in how they fuse multiplications and additions.
type random struct{ state uint64 }

const golden = 0x9E3779B97F4A7C15

// mix spreads the bits of a number over all of them.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// newRandom returns a stream for the seed and what tells this stream from others of the seed.
func newRandom(seed uint64, which ...uint64) random {
	state := mix(seed + golden)
	for _, w := range which {
		state = mix(state ^ mix(w+golden))
	}
	return random{state}
}

func (r *random) next() uint64 {
	r.state += golden
	return mix(r.state)
}

// below returns a number from 0 to n-1; 0 where n is 0.
func (r *random) below(n uint64) uint64 {
	high, _ := bits.Mul64(r.next(), n)
	return high
}

func (r *random) intn(n int) int { return int(r.below(uint64(n))) }

// chance reports true in so many of a million cases.
func (r *random) chance(millionths int) bool { return r.intn(million) < millionths }

const million = 1_000_000

// gap returns microseconds whose median is given and that are spread as waiting times are: log-normal, a tenth of them above three times
// the median. They are at least 1 and, where most is not 0, at most that.
func (r *random) gap(median, most int64) int64 {
	if median <= 0 {
		median = 1
	}
	at := r.intn((len(logNormal) - 1) << 8)
	low, high := logNormal[at>>8], logNormal[at>>8+1]
	thousandths := low + (high-low)*int64(at&0xFF)>>8
	micros := max(1, median/1000*thousandths+median%1000*thousandths/1000)
	if micros > 10_000 {
		micros -= int64(r.below(1000))
	}
	if most > 0 && micros > most {
		micros = max(1, most-int64(r.below(uint64(most/4+1))))
	}
	return micros
}

// logNormal has thousandths of the median at equal steps of probability: exp(0.9·z).
var logNormal = [...]int64{
	114, 167, 205, 237, 266, 292, 318, 343, 367, 391, 415, 438, 462, 485, 509, 533, 557, 581, 606, 631, 657, 683, 710, 737, 765, 793, 823, 853, 884, 916,
	948, 983, 1018, 1054, 1092, 1132, 1173, 1216, 1261, 1308, 1357, 1409, 1464, 1522, 1584, 1650, 1720, 1795, 1876, 1964, 2060, 2165, 2282, 2411, 2557,
	2723, 2916, 3144, 3420, 3766, 4225, 4882, 5982, 8809,
}

// skewed returns a number from 0 to n-1, of which small ones are the more frequent: each is half as likely as the one before.
func (r *random) skewed(n int) int {
	if n <= 1 {
		return 0
	}
	return min(bits.TrailingZeros64(r.next()|1<<63), n-1)
}
