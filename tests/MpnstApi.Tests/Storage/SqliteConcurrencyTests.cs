using MpnstApi.Storage;

namespace MpnstApi.Tests.Storage;

/// <summary>As <see cref="ConcurrencyTests"/> says, in SQLite.</summary>
public sealed class SqliteConcurrencyTests(ITestOutputHelper output)
    : ConcurrencyTests(StorageProvider.Sqlite, output);
