// Package spec holds the spec that ships and the JSON Schema of the spec language, embedded, so that the commands have
// them without the repository.
package spec

import _ "embed"

// Schema is flow.schema.json: the JSON Schema (2020-12) of the spec language.
//
//go:embed flow.schema.json
var Schema []byte

// Notification is notification.yaml: the flow that ships.
//
//go:embed notification.yaml
var Notification []byte
