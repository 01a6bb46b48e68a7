using MpnstApi.Storage;
using MpnstApi.Tests.Changes;

namespace MpnstApi.ReliabilityTests.Changes;

/// <summary>As <see cref="ChangeQueryTests"/> says, on a SQL Server.</summary>
public sealed class SqlServerChangeQueryTests() : ChangeQueryTests(StorageProvider.SqlServer);
