using MpnstApi.Storage;
using MpnstApi.Tests.Access;

namespace MpnstApi.ReliabilityTests.Access;

/// <summary>On PostgreSQL.</summary>
public sealed class PostgreSqlApiKeysTests() : ApiKeysTests(StorageProvider.PostgreSql);

/// <summary>On SQL Server.</summary>
public sealed class SqlServerApiKeysTests() : ApiKeysTests(StorageProvider.SqlServer);
