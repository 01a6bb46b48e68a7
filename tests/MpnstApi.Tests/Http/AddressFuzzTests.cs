using CsCheck;
using MpnstApi.Filtering;

namespace MpnstApi.Tests.Http;

/// <summary>Addresses that nobody would type: every error in them is the caller's.</summary>
public sealed class AddressFuzzTests(Service service, ITestOutputHelper output)
{
    private static readonly string[] Paths =
    [
        .. ContractTests.DataAddresses.Select(address => address.Data.Split('?')[0]),
        "/api/v1/changes",
        "/api/v1/dataset/diff",
        "/api/v1/trials/{value}",
        "/api/v1/trials/{value}/changes",
        "/api/v1/targets/{value}",
        "/api/v1/drugs/{value}",
        "/api/v1/landscape/{value}",
        "/api/v1/vocabularies/{value}",
        "/problems/{value}",
        "/graphql",
    ];

    private static readonly string[] Names =
    [
        .. FilterParameters.All.SelectMany(parameter =>
            new[] { parameter.Name, parameter.NameOfAll }
        ),
        .. "limit cursor sort format fields top rows columns by release from to after first query variables operationName documentId extensions sdl {value}".Split(
            ' '
        ),
    ];

    // As they stand in the address.
    private static readonly string[] Values =
    [
        "",
        "%20",
        "%00",
        "%",
        "%zz",
        "%ED%A0%80",
        "%EF%BF%BE",
        "%EF%BB%BF%3D1",
        "%FF%FE",
        "%F0%9F%A7%AC",
        "%CC%81",
        "a%2Fb",
        "..%2F..",
        "%2C",
        "A,B,,C",
        "%22",
        "%22national%20cancer%20institute%22",
        "+",
        "true",
        "null",
        "-1",
        "0",
        "1",
        "2147483648",
        "9223372036854775808",
        "1e400",
        "2020",
        "2020-02-31",
        "0000-00-00",
        "9999-99-99",
        "2026-11-23.1",
        "2026-11-23.99999999999",
        "NCT03433183",
        "nct00000000",
        "pazopanib",
        "KDR",
        "PHASE2",
        "MPNST",
        "UNCLASSIFIED",
        "ALL",
        "US",
        "phases",
        "phase",
        "status",
        "country",
        "startDate",
        "csv",
        "ndjson",
        "json",
        "MXwyMDI2LTExLTIzLjF8eHww",
        "MXwyMDI2LTExLTIzLjF8eHwtMQ==",
        "%7B__typename%7D",
        "%7B%22a%22%3A1e400%7D",
        new('a', 500),
    ];

    private static readonly string[] Accepted =
    [
        "*/*",
        "application/json",
        "text/csv",
        "application/x-ndjson",
        "text/html",
        "a/b;q=2, ;;,=",
        "",
    ];

    [Fact]
    public async Task A_thousand_addresses_find_no_internal_error()
    {
        var values = Gen.OneOfConst(Values);
        var parameters = Gen.Select(Gen.OneOfConst(Names), values, values)
            .Select(parts =>
                $"{parts.Item1.Replace("{value}", parts.Item2, StringComparison.Ordinal)}={parts.Item3}"
            );
        var addresses = Gen.Select(
            Gen.OneOfConst(Paths),
            // The server rejects this in a path before it reaches the service, and the tests' server throws.
            values.Where(value => value != "%00"),
            parameters.Array[0, 4],
            Gen.OneOfConst(Accepted)
        );
        var statuses = new SortedDictionary<int, int>();

        await addresses.CheckAsync(
            seed: 20261128,
            count: 1_000,
            longCount: 50_000,
            async sample =>
            {
                var (path, value, query, accept) = sample;
                var address =
                    path.Replace("{value}", value, StringComparison.Ordinal)
                    + (query.Length > 0 ? "?" + string.Join('&', query) : "");

                using var response = await service.SendAsync(address, headers: ("Accept", accept));

                var status = (int)response.StatusCode;
                Assert.True(status < 500, $"{address}: {await Service.TextOf(response)}");
                Assert.True(
                    status < 400
                        || response.Content.Headers.ContentType!.MediaType!.EndsWith(
                            "json",
                            StringComparison.Ordinal
                        ),
                    $"{address}: {status} without a problem"
                );
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
            }
        );

        output.WriteLine(string.Join(", ", statuses));
        Assert.True(statuses[200] > 50, "Too few addresses were right.");
    }
}
