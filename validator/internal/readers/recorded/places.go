package recorded

import "bytes"

// places are where a recorded payload stands in a document: the keys on the way to it, with * for any. Lists on the way count as nothing.
var places = []string{
	"request",                       // a request, by programs that record what they receive
	"body",                          // likewise; events of API Gateway and of load balancers for AWS Lambda
	"data_base64",                   // CloudEvents
	"payload",                       // kcat -J
	"value",                         // Confluent's REST proxy for Kafka
	"message.data",                  // Google Pub/Sub: push, and gcloud pubsub subscriptions pull
	"receivedMessages.message.data", // Google Pub/Sub: pull
	"Records.kinesis.data",          // events of Kinesis for AWS Lambda
	"Records.Data",                  // aws kinesis get-records
	"Records.body",                  // events of SQS for AWS Lambda
	"Messages.Body",                 // aws sqs receive-message
	"records.data",                  // Firehose: its events for AWS Lambda, and its requests to HTTP endpoints
	"records.*.value",               // events of Kafka for AWS Lambda, below the name of a topic and its partition
}

// maxDepth is how many keys the longest of places has.
const maxDepth = 3

// isPlace reports whether a payload stands below the keys.
func isPlace(keys [][]byte) bool {
	for _, place := range places {
		if matches(place, keys) {
			return true
		}
	}
	return false
}

func matches(place string, keys [][]byte) bool {
	rest, more := []byte(place), true
	for _, key := range keys {
		var want []byte
		if !more {
			return false
		}
		if want, rest, more = bytes.Cut(rest, []byte(".")); string(want) != "*" && !bytes.Equal(want, key) {
			return false
		}
	}
	return !more
}
