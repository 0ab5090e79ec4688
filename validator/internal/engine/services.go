package engine

import "github.com/specgen/specgen/validator/internal/findings"

// serviceCounts is how many records of flows each service has. Past a limit those that are not kept apart are counted together.
type serviceCounts struct {
	records map[uint64]*int64
	last    uint64 // the service of the record before
	count   *int64 // its count
}

// maxServiceCounts is how many services are counted before those that are not kept apart are counted together.
const maxServiceCounts = 4096

func (s *serviceCounts) add(service uint64, known *findings.Collector) {
	if s.count == nil || s.last != service {
		if len(s.records) >= maxServiceCounts {
			s.join(known)
		}
		s.last, s.count = service, s.of(service)
	}
	*s.count++
}

func (s *serviceCounts) of(service uint64) *int64 {
	if s.records == nil {
		s.records = map[uint64]*int64{}
	}
	count := s.records[service]
	if count == nil {
		count = new(int64)
		s.records[service] = count
	}
	return count
}

// join counts the services together that are not kept apart.
func (s *serviceCounts) join(known *findings.Collector) {
	for service, count := range s.records {
		if to := known.FinalService(service); to != service {
			delete(s.records, service)
			*s.of(to) += *count
		}
	}
}
