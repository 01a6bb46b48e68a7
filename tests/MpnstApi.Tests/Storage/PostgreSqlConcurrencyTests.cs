using MpnstApi.Storage;

namespace MpnstApi.Tests.Storage;

/// <summary>As <see cref="ConcurrencyTests"/> says, in PostgreSQL.</summary>
public sealed class PostgreSqlConcurrencyTests(ITestOutputHelper output)
    : ConcurrencyTests(StorageProvider.PostgreSql, output);
