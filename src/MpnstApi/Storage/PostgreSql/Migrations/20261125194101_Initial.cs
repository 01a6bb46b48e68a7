using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace MpnstApi.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Leases",
                columns: table => new
                {
                    Name = table.Column<string>(type: "character varying(32)", unicode: false, maxLength: 32, nullable: false, collation: "C"),
                    Holder = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    Token = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Leases", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Releases",
                columns: table => new
                {
                    Sequence = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<string>(type: "character varying(32)", unicode: false, maxLength: 32, nullable: false, collation: "C"),
                    Source = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    SourceTimestamp = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    PublishedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DictionaryVersion = table.Column<string>(type: "character varying(64)", unicode: false, maxLength: 64, nullable: false, collation: "C"),
                    Trials = table.Column<int>(type: "integer", nullable: false),
                    Added = table.Column<int>(type: "integer", nullable: false),
                    Changed = table.Column<int>(type: "integer", nullable: false),
                    Removed = table.Column<int>(type: "integer", nullable: false),
                    LastChange = table.Column<long>(type: "bigint", nullable: false),
                    ContentHash = table.Column<string>(type: "character varying(64)", unicode: false, maxLength: 64, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Releases", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "ImportRuns",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(16)", unicode: false, maxLength: 16, nullable: false),
                    Source = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    SourceHash = table.Column<string>(type: "character varying(64)", unicode: false, maxLength: 64, nullable: true, collation: "C"),
                    SourceTimestamp = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    FullPass = table.Column<bool>(type: "boolean", nullable: false),
                    StartedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    State = table.Column<string>(type: "character varying(16)", unicode: false, maxLength: 16, nullable: false),
                    Read = table.Column<int>(type: "integer", nullable: false),
                    Added = table.Column<int>(type: "integer", nullable: false),
                    Changed = table.Column<int>(type: "integer", nullable: false),
                    Unchanged = table.Column<int>(type: "integer", nullable: false),
                    LeftOut = table.Column<int>(type: "integer", nullable: false),
                    SetAside = table.Column<int>(type: "integer", nullable: false),
                    Removed = table.Column<int>(type: "integer", nullable: false),
                    FencingToken = table.Column<long>(type: "bigint", nullable: false),
                    ReleaseSequence = table.Column<int>(type: "integer", nullable: true),
                    Error = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ImportRuns", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ImportRuns_Releases_ReleaseSequence",
                        column: x => x.ReleaseSequence,
                        principalTable: "Releases",
                        principalColumn: "Sequence");
                });

            migrationBuilder.CreateTable(
                name: "Changes",
                columns: table => new
                {
                    RunId = table.Column<Guid>(type: "uuid", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: true),
                    ReleaseSequence = table.Column<int>(type: "integer", nullable: true),
                    TrialId = table.Column<string>(type: "character varying(32)", unicode: false, maxLength: 32, nullable: true, collation: "C"),
                    Kind = table.Column<string>(type: "character varying(16)", unicode: false, maxLength: 16, nullable: false),
                    Field = table.Column<string>(type: "character varying(64)", unicode: false, maxLength: 64, nullable: true),
                    Old = table.Column<string>(type: "text", nullable: true),
                    New = table.Column<string>(type: "text", nullable: true),
                    Reason = table.Column<string>(type: "text", nullable: true)
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

            migrationBuilder.CreateTable(
                name: "SetAsideRecords",
                columns: table => new
                {
                    RunId = table.Column<Guid>(type: "uuid", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false),
                    Position = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    TrialId = table.Column<string>(type: "character varying(32)", unicode: false, maxLength: 32, nullable: true, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SetAsideRecords", x => new { x.RunId, x.Ordinal });
                    table.ForeignKey(
                        name: "FK_SetAsideRecords_ImportRuns_RunId",
                        column: x => x.RunId,
                        principalTable: "ImportRuns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrialVersions",
                columns: table => new
                {
                    TrialId = table.Column<string>(type: "character varying(32)", unicode: false, maxLength: 32, nullable: false, collation: "C"),
                    RunId = table.Column<Guid>(type: "uuid", nullable: false),
                    FromRelease = table.Column<int>(type: "integer", nullable: true),
                    UntilRelease = table.Column<int>(type: "integer", nullable: true),
                    Origin = table.Column<string>(type: "character varying(16)", unicode: false, maxLength: 16, nullable: false),
                    FactsHash = table.Column<string>(type: "character varying(64)", unicode: false, maxLength: 64, nullable: false, collation: "C"),
                    Facts = table.Column<string>(type: "text", nullable: false),
                    Texts = table.Column<string>(type: "text", nullable: false),
                    Labels = table.Column<string>(type: "text", nullable: false),
                    LabelsHash = table.Column<string>(type: "character varying(64)", unicode: false, maxLength: 64, nullable: false, collation: "C"),
                    DictionaryVersion = table.Column<string>(type: "character varying(64)", unicode: false, maxLength: 64, nullable: false, collation: "C"),
                    RetrievedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrialVersions", x => new { x.TrialId, x.RunId });
                    table.ForeignKey(
                        name: "FK_TrialVersions_ImportRuns_RunId",
                        column: x => x.RunId,
                        principalTable: "ImportRuns",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_TrialVersions_Releases_FromRelease",
                        column: x => x.FromRelease,
                        principalTable: "Releases",
                        principalColumn: "Sequence");
                    table.ForeignKey(
                        name: "FK_TrialVersions_Releases_UntilRelease",
                        column: x => x.UntilRelease,
                        principalTable: "Releases",
                        principalColumn: "Sequence");
                });

            migrationBuilder.InsertData(
                table: "Leases",
                columns: new[] { "Name", "ExpiresAt", "Holder", "Token" },
                values: new object[,]
                {
                    { "sync", new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc), null, 0L },
                    { "writer", new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc), null, 0L }
                });

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

            migrationBuilder.CreateIndex(
                name: "IX_ImportRuns_ReleaseSequence",
                table: "ImportRuns",
                column: "ReleaseSequence");

            migrationBuilder.CreateIndex(
                name: "IX_ImportRuns_SourceHash_State",
                table: "ImportRuns",
                columns: new[] { "SourceHash", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_ImportRuns_State",
                table: "ImportRuns",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_Releases_Version",
                table: "Releases",
                column: "Version",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TrialVersions_Current",
                table: "TrialVersions",
                column: "TrialId",
                unique: true,
                filter: "\"FromRelease\" IS NOT NULL AND \"UntilRelease\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_TrialVersions_FromRelease_UntilRelease",
                table: "TrialVersions",
                columns: new[] { "FromRelease", "UntilRelease" });

            migrationBuilder.CreateIndex(
                name: "IX_TrialVersions_Staged",
                table: "TrialVersions",
                column: "RunId",
                filter: "\"FromRelease\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_TrialVersions_UntilRelease",
                table: "TrialVersions",
                column: "UntilRelease");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Changes");

            migrationBuilder.DropTable(
                name: "Leases");

            migrationBuilder.DropTable(
                name: "SetAsideRecords");

            migrationBuilder.DropTable(
                name: "TrialVersions");

            migrationBuilder.DropTable(
                name: "ImportRuns");

            migrationBuilder.DropTable(
                name: "Releases");
        }
    }
}
