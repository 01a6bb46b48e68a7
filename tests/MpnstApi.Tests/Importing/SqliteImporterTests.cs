using MpnstApi.Storage;

namespace MpnstApi.Tests.Importing;

/// <summary>As <see cref="ImporterTests"/> says, in SQLite.</summary>
public sealed class SqliteImporterTests() : ImporterTests(StorageProvider.Sqlite);
