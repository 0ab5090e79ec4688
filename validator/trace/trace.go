// Package trace is the leaf of the validator: the record, its ids and the finding, with no dependency. Readers fill
// records, rules read them, and results hold findings.
package trace
