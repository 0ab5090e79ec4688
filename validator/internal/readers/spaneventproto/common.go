package spaneventproto

import (
	"bytes"
	"errors"
	"slices"

	"github.com/specgen/specgen/validator/trace"
)

// The limits of the tags that the spans of a list have in common. Each span gets them all.
const (
	maxCommon      = 256
	maxCommonBytes = 1 << 20
)

var errCommon = errors.New("want at most 256 of them, of 1 MB in all")

// commonTags are the tags that the spans of a list have in common.
type commonTags struct {
	tags []trace.Tag
	size int    // bytes
	bad  []byte // the key of the first with a text that was repaired; nil for none
}

func (c *commonTags) reset() { c.tags, c.size, c.bad = c.tags[:0], 0, nil }

// add adds a tag. It keeps no reference to raw.
func (c *commonTags) add(raw []byte) error {
	if len(c.tags) == maxCommon || c.size+len(raw) > maxCommonBytes {
		return errCommon
	}
	var one builder
	tag, err := one.keyValue(bytes.Clone(raw))
	if err != nil {
		return err
	}
	if one.Defects.Has(trace.BadUTF8) && c.bad == nil {
		c.bad = append([]byte{}, tag.Key...)
	}
	c.size += len(raw)
	c.tags = append(c.tags, tag)
	return nil
}

// addCommon adds the tags that spans have in common, apart from those that the span has itself.
func (b *builder) addCommon(common *commonTags) error {
	own := b.Tags
	if common.bad != nil && !b.Defects.Has(trace.BadUTF8) {
		b.Defects |= trace.BadUTF8
		b.BadTag = common.bad
	}
	for i := range common.tags {
		if slices.ContainsFunc(own, func(t trace.Tag) bool { return bytes.Equal(t.Key, common.tags[i].Key) }) {
			continue
		}
		if b.Full(len(b.Tags)) {
			return errTooMany
		}
		b.Tags = append(b.Tags, common.tags[i])
	}
	return nil
}
