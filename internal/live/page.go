package live

import "net/http"

type page struct{}

func newPage(*Server) (*page, error)                          { return &page{}, nil }
func (p *page) changed()                                      {}
func (p *page) close()                                        {}
func (p *page) show(w http.ResponseWriter)                    {}
func (p *page) events(w http.ResponseWriter, r *http.Request) {}
