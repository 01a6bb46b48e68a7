// Reads every GET operation of a running service with two C# clients that were generated from its document, and compares
// what they read with what was sent. The argument is the service's address.
using System.Text.Json.Nodes;
using RestClients;

var address = new Uri(args[0]);
using var http = new HttpClient();
var document = JsonNode.Parse(await http.GetStringAsync(new Uri(address, "/openapi/v1.json")))!;

using var nswag = new Recorder(document);
await NSwagReader.ReadAsync(address, nswag);
using var kiota = new Recorder(document);
await KiotaReader.ReadAsync(address, kiota);

// Both are reported before either decides.
return nswag.Report("NSwag") & kiota.Report("Kiota") ? 0 : 1;
