using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MpnstApi.Storage.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Feed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "LastChange",
                table: "Releases",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "FullPass",
                table: "ImportRuns",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "Removed",
                table: "ImportRuns",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "SourceTimestamp",
                table: "ImportRuns",
                type: "datetime2",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Changes",
                columns: table => new
                {
                    RunId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Ordinal = table.Column<int>(type: "int", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: true),
                    ReleaseSequence = table.Column<int>(type: "int", nullable: true),
                    TrialId = table.Column<string>(type: "varchar(32)", unicode: false, maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Kind = table.Column<string>(type: "varchar(16)", unicode: false, maxLength: 16, nullable: false),
                    Field = table.Column<string>(type: "varchar(64)", unicode: false, maxLength: 64, nullable: true),
                    Old = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    New = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    Reason = table.Column<string>(type: "nvarchar(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Changes", x => new { x.RunId, x.Ordinal });
                    table.ForeignKey(
                        name: "FK_Changes_ImportRuns_RunId",
                        column: x => x.RunId,
                        principalTable: "ImportRuns",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_Changes_Releases_ReleaseSequence",
                        column: x => x.ReleaseSequence,
                        principalTable: "Releases",
                        principalColumn: "Sequence");
                });

            migrationBuilder.InsertData(
                table: "Leases",
                columns: new[] { "Name", "ExpiresAt", "Holder", "Token" },
                values: new object[] { "sync", new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc), null, 0L });

            migrationBuilder.CreateIndex(
                name: "IX_Changes_ReleaseSequence",
                table: "Changes",
                column: "ReleaseSequence");

            migrationBuilder.CreateIndex(
                name: "IX_Changes_Sequence",
                table: "Changes",
                column: "Sequence",
                unique: true,
                filter: "\"Sequence\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Changes_TrialId_Sequence",
                table: "Changes",
                columns: new[] { "TrialId", "Sequence" });

            // Releases from before the feed: one line each, so that sequences have no gaps.
            // Each compiled by itself when its turn has come: a script puts them into the batch that adds what they name.
            migrationBuilder.Sql("EXEC(N'UPDATE [Releases] SET [LastChange] = [Sequence];');");
            migrationBuilder.Sql(
                "EXEC(N'INSERT INTO [Changes] ([RunId], [Ordinal], [Sequence], [ReleaseSequence], [Kind], [Reason]) " +
                "SELECT r.[Id], 1, r.[ReleaseSequence], r.[ReleaseSequence], ''RELEASED'', ''Published before the feed was kept.'' " +
                "FROM [ImportRuns] AS r WHERE r.[ReleaseSequence] IS NOT NULL;');");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Changes");

            migrationBuilder.DeleteData(
                table: "Leases",
                keyColumn: "Name",
                keyValue: "sync");

            migrationBuilder.DropColumn(
                name: "LastChange",
                table: "Releases");

            migrationBuilder.DropColumn(
                name: "FullPass",
                table: "ImportRuns");

            migrationBuilder.DropColumn(
                name: "Removed",
                table: "ImportRuns");

            migrationBuilder.DropColumn(
                name: "SourceTimestamp",
                table: "ImportRuns");
        }
    }
}
