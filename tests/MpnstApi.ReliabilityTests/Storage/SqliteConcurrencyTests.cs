using MpnstApi.Storage;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>As <see cref="ConcurrencyTests"/> says, in SQLite.</summary>
public sealed class SqliteConcurrencyTests(ITestOutputHelper output)
    : ConcurrencyTests(StorageProvider.Sqlite, output);
