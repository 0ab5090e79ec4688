// Package spec reads spec files: bytes, past a guard against hostile input, to a tree of YAML nodes, through the JSON
// Schema of the language, to a File in which every value knows where it stands.
//
// It is the only package that knows goccy/go-yaml and santhosh-tekuri/jsonschema. It resolves no name; that is
// internal/resolve.
package spec
