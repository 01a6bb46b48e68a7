using MpnstApi.Storage;

namespace MpnstApi.Tests.Importing;

/// <summary>As <see cref="RegistryRecordTests"/> says, in SQLite.</summary>
public sealed class SqliteRegistryRecordTests() : RegistryRecordTests(StorageProvider.Sqlite);
