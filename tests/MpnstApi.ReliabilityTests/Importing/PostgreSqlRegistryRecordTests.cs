using MpnstApi.Storage;
using MpnstApi.Tests.Importing;

namespace MpnstApi.ReliabilityTests.Importing;

/// <summary>As <see cref="RegistryRecordTests"/> says, in PostgreSQL.</summary>
public sealed class PostgreSqlRegistryRecordTests()
    : RegistryRecordTests(StorageProvider.PostgreSql);
