package release

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"regexp"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/yamlsource"
)

// Codes returns the codes of the diagnostics that this package gives, with what each means.
func Codes() []diag.CodeDoc {
	return []diag.CodeDoc{{Code: "released/edited", Doc: "A released file was changed since specgen release wrote it."}}
}

// Edited returns the diagnostic for a released file that is not intact.
func Edited(flow *model.Flow, path string) diag.Diagnostic {
	return diag.Diagnostic{
		Code: "released/edited", Severity: diag.Error, Range: flow.At(model.FieldVersion),
		Message: fmt.Sprintf("version %s of the flow %q is released, and the file was changed since", flow.Version, flow.Name),
		Help: fmt.Sprintf("take the change back, as git checkout -- %s does: clients in the field keep what they were built from; "+
			"a file that is right as it is needs no line with a seal", path),
	}
}

// header is the comment that a released file begins with.
func header(flow *model.Flow, root *yamlsource.Node) string {
	return fmt.Sprintf(`Version %s of the flow %s as it was released. Written by specgen release; do not edit.
Clients in the field were generated from it, and what they emit is checked against it. A change is a new version.
Seal: %s`, flow.Version, flow.Name, sealOf(root))
}

// seal finds the line of a released file that says what its content was when it was written.
var seal = regexp.MustCompile(`(?m)^# Seal: ([0-9a-f]{32})\r?$`)

// IsIntact reports whether a released file still says what it said when it was written. Comments and layout do not count. A file
// without a seal was written by hand, and nothing is known of it: it counts as intact.
func IsIntact(path string, data []byte) bool {
	found := seal.FindSubmatch(data)
	if found == nil {
		return true
	}
	doc := yamlsource.Parse(path, data, new(diag.List))
	return doc != nil && sealOf(doc.Root) == string(found[1])
}

// sealOf returns 32 hex digits that stand for all values of a tree in their order.
func sealOf(root *yamlsource.Node) string {
	h := sha256.New()
	hashNode(h, root)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// hashNode writes a node so that no two trees give the same bytes: each text with its length before it.
func hashNode(h hash.Hash, n *yamlsource.Node) {
	fmt.Fprintf(h, "%d %d:%s %d %d\n", n.Kind, len(n.Raw), n.Raw, len(n.Fields), len(n.Items))
	for _, f := range n.Fields {
		fmt.Fprintf(h, "%d:%s\n", len(f.Key), f.Key)
		hashNode(h, f.Value)
	}
	for _, item := range n.Items {
		hashNode(h, item)
	}
}
