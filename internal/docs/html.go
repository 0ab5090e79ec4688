package docs

func printHTML(p *Page, w *writing) ([]byte, error)   { return []byte("<!-- " + w.mark + " -->"), nil }
func htmlIndex(p []*Page, w *writing) ([]byte, error) { return nil, nil }
