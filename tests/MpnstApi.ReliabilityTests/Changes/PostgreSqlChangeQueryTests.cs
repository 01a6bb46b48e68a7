using MpnstApi.Storage;
using MpnstApi.Tests.Changes;

namespace MpnstApi.ReliabilityTests.Changes;

/// <summary>As <see cref="ChangeQueryTests"/> says, in PostgreSQL.</summary>
public sealed class PostgreSqlChangeQueryTests() : ChangeQueryTests(StorageProvider.PostgreSql);
