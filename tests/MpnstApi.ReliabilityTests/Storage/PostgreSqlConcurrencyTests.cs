using MpnstApi.Storage;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>As <see cref="ConcurrencyTests"/> says, in PostgreSQL.</summary>
public sealed class PostgreSqlConcurrencyTests(ITestOutputHelper output)
    : ConcurrencyTests(StorageProvider.PostgreSql, output);
