using MpnstApi.Storage;

namespace MpnstApi.Tests.Importing;

/// <summary>As <see cref="RegistryRecordTests"/> says, in PostgreSQL.</summary>
public sealed class PostgreSqlRegistryRecordTests()
    : RegistryRecordTests(StorageProvider.PostgreSql);
