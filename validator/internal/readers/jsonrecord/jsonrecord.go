// Package jsonrecord reads what the JSON formats have in common into a record: times, lists of tags, of links and of values, within
// the limits of one record. Its functions return the errors of package scan.
package jsonrecord

import (
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// Builder is a record under construction that is read from JSON.
type Builder struct {
	record.Builder
	Duration int64 // for SettleMicros
	inText   scan.Cursor
}

// Reset begins another record. Its times are missing until they are read.
func (b *Builder) Reset() {
	b.Builder.Reset()
	b.Defects = trace.BadStart | trace.BadEnd
	b.Duration = 0
	b.inText.Reset()
}

// Finish ends the record, all of which was read from c.
func (b *Builder) Finish(c *scan.Cursor) {
	b.Builder.Finish()
	if b.repaired(c) {
		b.Defects |= trace.BadUTF8
	}
}

// repaired reports whether a text of the record, which is read from c, was not UTF-8.
func (b *Builder) repaired(c *scan.Cursor) bool { return c.Repaired() || b.inText.Repaired() }

// ReadTime reads an integer into a time and clears the defect. Where something else is next it is skipped and the defect stays.
// It returns the value's text.
func (b *Builder) ReadTime(c *scan.Cursor, into *int64, defect trace.Defect) (text []byte, err error) {
	digits, is, err := Number(c)
	if err != nil {
		return nil, err
	}
	if !is {
		from := c.P
		err := c.Skip()
		return c.B[from:c.P], err
	}
	t, ok := record.LaxInt(digits)
	if *into = t; ok {
		b.Defects &^= defect
	} else {
		b.Defects |= defect // whatever the same member said before
	}
	return digits, nil
}

// ReadTags reads a list of objects behind tags, each with read. It notes the first tag with a text that was repaired.
func (b *Builder) ReadTags(c *scan.Cursor, tags []trace.Tag, read func(*scan.Cursor, *trace.Tag) error) ([]trace.Tag, error) {
	err := c.List(func() error {
		if b.Full(len(tags)) {
			return c.Mistype(record.TooMany)
		}
		tags = append(tags, trace.Tag{})
		tag, sound := &tags[len(tags)-1], !b.repaired(c)
		if err := read(c, tag); err != nil {
			return err
		}
		if sound && b.repaired(c) {
			b.BadTag = tag.Key
		}
		return nil
	})
	return tags, err
}

// ReadTagMap reads an object of values behind tags, each with read. It notes the first tag with a text that was repaired.
func (b *Builder) ReadTagMap(c *scan.Cursor, tags []trace.Tag, read func(*scan.Cursor) (trace.Value, error)) ([]trace.Tag, error) {
	sound := !b.repaired(c)
	err := c.Object(func(key []byte) error {
		if b.Full(len(tags)) {
			return c.Mistype(record.TooMany)
		}
		v, err := read(c)
		if err != nil {
			return err
		}
		tags = append(tags, trace.Tag{Key: key, Value: v})
		if sound && b.repaired(c) {
			b.BadTag = key
			sound = false
		}
		return nil
	})
	return tags, err
}

// ReadLinks reads a list of links, each with read.
func (b *Builder) ReadLinks(c *scan.Cursor, read func(*scan.Cursor) error) error {
	return c.List(func() error {
		if b.Full(len(b.Tags)) {
			return c.Mistype(record.TooMany)
		}
		return read(c)
	})
}

// ReadValues reads a list of values, each with read.
func (b *Builder) ReadValues(c *scan.Cursor, read func(*scan.Cursor) (trace.Value, error)) (v trace.Value, err error) {
	mark := b.BeginList()
	err = c.List(func() error {
		if b.Full(len(b.Tags)) {
			return c.Mistype(record.TooMany)
		}
		item, err := read(c)
		if err == nil {
			b.Push(item)
		}
		return err
	})
	if err != nil {
		return v, err
	}
	return b.EndList(mark), nil
}

// Number takes a number that is written as one or, as proto3 JSON writes 64 bits, as a text. It reports false, and takes
// nothing, where neither is next.
func Number(c *scan.Cursor) (digits []byte, is bool, err error) {
	b, err := c.Peek()
	switch {
	case err != nil:
		return nil, false, err
	case b == '"':
		digits, err = c.Text()
	case b == '-' || b >= '0' && b <= '9':
		digits, _, err = c.Number()
	default:
		return nil, false, nil
	}
	return digits, err == nil, err
}

// Text calls set with a text.
func Text(c *scan.Cursor, set func([]byte)) error {
	text, err := c.Text()
	if err == nil {
		set(text)
	}
	return err
}
