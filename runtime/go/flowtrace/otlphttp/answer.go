package otlphttp

import (
	"encoding/binary"
	"encoding/json"
	"strings"
)

// maxRemark is how many bytes of a receiver's remark are passed on.
const maxRemark = 1 << 10

// partialSuccess reads an ExportTraceServiceResponse: how many spans were refused, and why. An answer that cannot be read counts as
// full success, which is what its status says.
func partialSuccess(contentType string, answer []byte) (refused int64, remark string) {
	if strings.HasPrefix(contentType, "application/x-protobuf") {
		refused, remark = protoPartialSuccess(answer)
	} else {
		refused, remark = jsonPartialSuccess(answer)
	}
	if len(remark) > maxRemark {
		remark = remark[:maxRemark]
	}
	if refused > 0 && remark == "" {
		remark = "partial success"
	}
	return refused, strings.ToValidUTF8(remark, "")
}

func jsonPartialSuccess(answer []byte) (int64, string) {
	var response struct {
		PartialSuccess struct {
			RejectedSpans json.Number `json:"rejectedSpans"` // a string, as proto3 JSON has 64 bits, or a number
			ErrorMessage  string      `json:"errorMessage"`
		} `json:"partialSuccess"`
	}
	if err := json.Unmarshal(answer, &response); err != nil {
		return 0, ""
	}
	refused, err := response.PartialSuccess.RejectedSpans.Int64()
	if err != nil {
		return 0, ""
	}
	return refused, response.PartialSuccess.ErrorMessage
}

// protoPartialSuccess reads partial_success (1), with rejected_spans (1) and error_message (2).
func protoPartialSuccess(answer []byte) (refused int64, remark string) {
	fields(answer, func(field uint64, _ uint64, data []byte) {
		if field != 1 {
			return
		}
		fields(data, func(field uint64, number uint64, data []byte) {
			switch field {
			case 1:
				refused = int64(number)
			case 2:
				remark = string(data)
			}
		})
	})
	return refused, remark
}

// fields calls with each field of a message: a varint as number, bytes as data. It stops where the message is not one.
func fields(message []byte, call func(field, number uint64, data []byte)) {
	for len(message) > 0 {
		key, n := binary.Uvarint(message)
		if n <= 0 {
			return
		}
		message = message[n:]
		switch key & 7 {
		case wireVarint:
			number, n := binary.Uvarint(message)
			if n <= 0 {
				return
			}
			message = message[n:]
			call(key>>3, number, nil)
		case wireBytes:
			size, n := binary.Uvarint(message)
			if n <= 0 || size > uint64(len(message)-n) {
				return
			}
			call(key>>3, 0, message[n:n+int(size)])
			message = message[n+int(size):]
		case wireFixed64, wireFixed32:
			size := 8
			if key&7 == wireFixed32 {
				size = 4
			}
			if len(message) < size {
				return
			}
			message = message[size:]
		default:
			return
		}
	}
}
