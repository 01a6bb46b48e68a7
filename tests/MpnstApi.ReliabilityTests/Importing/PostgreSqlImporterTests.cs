using MpnstApi.Storage;
using MpnstApi.Tests.Importing;

namespace MpnstApi.ReliabilityTests.Importing;

/// <summary>As <see cref="ImporterTests"/> says, in PostgreSQL.</summary>
public sealed class PostgreSqlImporterTests() : ImporterTests(StorageProvider.PostgreSql);
