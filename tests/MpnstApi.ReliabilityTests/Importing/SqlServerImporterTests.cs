using MpnstApi.Storage;
using MpnstApi.Tests.Importing;

namespace MpnstApi.ReliabilityTests.Importing;

/// <summary>As <see cref="ImporterTests"/> says, on a SQL Server.</summary>
public sealed class SqlServerImporterTests() : ImporterTests(StorageProvider.SqlServer);
