using MpnstApi.Storage;

namespace MpnstApi.Tests.Storage;

/// <summary>As <see cref="ConcurrencyTests"/> says, on a SQL Server.</summary>
public sealed class SqlServerConcurrencyTests(ITestOutputHelper output)
    : ConcurrencyTests(StorageProvider.SqlServer, output);
