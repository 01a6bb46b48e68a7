using MpnstApi.Storage;

namespace MpnstApi.Tests.Importing;

/// <summary>As <see cref="ImporterTests"/> says, on a SQL Server.</summary>
public sealed class SqlServerImporterTests() : ImporterTests(StorageProvider.SqlServer);
