using MpnstApi.Storage;

namespace MpnstApi.Tests.Changes;

/// <summary>As <see cref="ChangeQueryTests"/> says, in SQLite.</summary>
public sealed class SqliteChangeQueryTests() : ChangeQueryTests(StorageProvider.Sqlite);
