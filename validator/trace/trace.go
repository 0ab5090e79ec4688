// Package trace has the data types that the validator's packages share: records with their ids and values, findings, and the
// problems of inputs. It imports nothing of this module.
package trace
