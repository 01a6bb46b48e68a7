using MpnstApi.Storage;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>As <see cref="ConcurrencyTests"/> says, on a SQL Server.</summary>
public sealed class SqlServerConcurrencyTests(ITestOutputHelper output)
    : ConcurrencyTests(StorageProvider.SqlServer, output);
