// Package spec reads spec files and specgen.yaml: the nodes of internal/yamlsource, held against the JSON Schema of the
// language, become a File in which every value knows where it stands.
//
// It is the only package that knows santhosh-tekuri/jsonschema, in schema.go alone. It resolves no name; that is
// internal/resolve.
package spec
