// Package spec holds the spec that ships and the JSON Schemas, embedded, so that the commands have them without the
// repository.
package spec

import (
	"bytes"
	_ "embed"
)

var (
	//go:embed flow.schema.json
	schema []byte
	//go:embed config.schema.json
	configSchema []byte
	//go:embed notification.yaml
	notification []byte
)

// Schema returns flow.schema.json: the JSON Schema (2020-12) of the spec language.
func Schema() []byte { return bytes.Clone(schema) }

// ConfigSchema returns config.schema.json: the JSON Schema (2020-12) of specgen.yaml.
func ConfigSchema() []byte { return bytes.Clone(configSchema) }

// Notification returns notification.yaml: the flow that ships.
func Notification() []byte { return bytes.Clone(notification) }
