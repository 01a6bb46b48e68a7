using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MpnstApi.Storage;

/// <summary>Represents the database, which is the system of record. Each provider has a derived type with its migrations.</summary>
public abstract class MpnstDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>The longest key that a trial, a release or a lease may have.</summary>
    internal const int IdLength = 32;

    /// <summary>The longest name of an API key.</summary>
    internal const int ApiKeyNameLength = 100;

    private const int HashLength = 64;
    private const int KeywordLength = 16;
    private const int NameLength = 400;
    private const int FieldLength = 64;

    public DbSet<TrialVersion> TrialVersions => Set<TrialVersion>();
    public DbSet<Change> Changes => Set<Change>();
    public DbSet<ReleaseRow> Releases => Set<ReleaseRow>();
    public DbSet<ImportRun> ImportRuns => Set<ImportRun>();
    public DbSet<RejectedRecord> RejectedRecords => Set<RejectedRecord>();
    public DbSet<Lease> Leases => Set<Lease>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>Gets the versions in the newest release.</summary>
    public IQueryable<TrialVersion> CurrentTrials =>
        TrialVersions.Where(version => version.FromRelease != null && version.UntilRelease == null);

    /// <summary>Gets the provider's collation that compares by code unit, like ordinal comparison in memory.</summary>
    protected abstract string BinaryCollation { get; }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        Keyword<ChangeKind>(configurationBuilder);
        Keyword<Origin>(configurationBuilder);
        Keyword<RunKind>(configurationBuilder);
        Keyword<RunState>(configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<TrialVersion>(Trial);
        modelBuilder.Entity<Change>(ChangeTable);
        modelBuilder.Entity<ReleaseRow>(ReleaseTable);
        modelBuilder.Entity<ImportRun>(Run);
        modelBuilder.Entity<RejectedRecord>(RejectedRecordTable);
        modelBuilder.Entity<Lease>(LeaseTable);
        modelBuilder.Entity<ApiKey>(ApiKeyTable);
    }

    private void Trial(EntityTypeBuilder<TrialVersion> entity)
    {
        entity.HasKey(version => new { version.TrialId, version.RunId });
        Key(entity.Property(version => version.TrialId), IdLength);
        Key(entity.Property(version => version.FactsHash), HashLength);
        Key(entity.Property(version => version.LabelsHash), HashLength);
        Key(entity.Property(version => version.DictionaryVersion), HashLength);
        // Unique: whatever happens, a trial cannot have two current versions.
        entity
            .HasIndex(version => version.TrialId)
            .HasDatabaseName("IX_TrialVersions_Current")
            .IsUnique()
            .HasFilter("\"FromRelease\" IS NOT NULL AND \"UntilRelease\" IS NULL");
        entity
            .HasIndex(version => version.RunId)
            .HasDatabaseName("IX_TrialVersions_Staged")
            .HasFilter("\"FromRelease\" IS NULL");
        entity.HasIndex(version => new { version.FromRelease, version.UntilRelease });
        entity
            .HasOne<ImportRun>()
            .WithMany()
            .HasForeignKey(version => version.RunId)
            .OnDelete(DeleteBehavior.NoAction);
        entity
            .HasOne<ReleaseRow>()
            .WithMany()
            .HasForeignKey(version => version.FromRelease)
            .OnDelete(DeleteBehavior.NoAction);
        entity
            .HasOne<ReleaseRow>()
            .WithMany()
            .HasForeignKey(version => version.UntilRelease)
            .OnDelete(DeleteBehavior.NoAction);
    }

    private void ChangeTable(EntityTypeBuilder<Change> entity)
    {
        entity.HasKey(change => new { change.RunId, change.Ordinal });
        Key(entity.Property(change => change.TrialId), IdLength);
        entity.Property(change => change.Field).HasMaxLength(FieldLength).IsUnicode(false);
        entity.HasIndex(change => change.Sequence).IsUnique().HasFilter("\"Sequence\" IS NOT NULL");
        entity.HasIndex(change => new { change.TrialId, change.Sequence });
        entity
            .HasOne<ImportRun>()
            .WithMany()
            .HasForeignKey(change => change.RunId)
            .OnDelete(DeleteBehavior.NoAction);
        entity
            .HasOne<ReleaseRow>()
            .WithMany()
            .HasForeignKey(change => change.ReleaseSequence)
            .OnDelete(DeleteBehavior.NoAction);
    }

    private void ReleaseTable(EntityTypeBuilder<ReleaseRow> entity)
    {
        entity.HasKey(release => release.Sequence);
        entity.Property(release => release.Sequence).ValueGeneratedNever();
        Key(entity.Property(release => release.Version), IdLength);
        Key(entity.Property(release => release.DictionaryVersion), HashLength);
        Key(entity.Property(release => release.ContentHash), HashLength);
        entity.Property(release => release.Source).HasMaxLength(NameLength);
        entity.HasIndex(release => release.Version).IsUnique();
    }

    private void Run(EntityTypeBuilder<ImportRun> entity)
    {
        entity.HasKey(run => run.Id);
        entity.Property(run => run.Rejected).HasColumnName("SetAside");
        entity.Property(run => run.Id).ValueGeneratedNever();
        entity.Property(run => run.Source).HasMaxLength(NameLength);
        Key(entity.Property(run => run.SourceHash), HashLength);
        entity.HasIndex(run => new { run.SourceHash, run.State });
        entity.HasIndex(run => run.State);
        entity
            .HasOne<ReleaseRow>()
            .WithMany()
            .HasForeignKey(run => run.ReleaseSequence)
            .OnDelete(DeleteBehavior.NoAction);
    }

    private void RejectedRecordTable(EntityTypeBuilder<RejectedRecord> entity)
    {
        entity.ToTable("SetAsideRecords");
        entity.HasKey(record => new { record.RunId, record.Ordinal });
        entity.Property(record => record.Position).HasMaxLength(NameLength);
        Key(entity.Property(record => record.TrialId), IdLength);
        entity.HasOne<ImportRun>().WithMany().HasForeignKey(record => record.RunId);
    }

    private void LeaseTable(EntityTypeBuilder<Lease> entity)
    {
        entity.HasKey(lease => lease.Name);
        Key(entity.Property(lease => lease.Name), IdLength);
        entity.Property(lease => lease.Holder).HasMaxLength(NameLength);
        // The rows exist from the start: taking a lease is one UPDATE, never a race of two INSERTs.
        entity.HasData(Free(Lease.Writer), Free(Lease.Sync));
    }

    private void ApiKeyTable(EntityTypeBuilder<ApiKey> entity)
    {
        entity.HasKey(key => key.Id);
        Key(entity.Property(key => key.Id), IdLength);
        Key(entity.Property(key => key.Hash), HashLength);
        entity
            .Property(key => key.Name)
            .HasMaxLength(ApiKeyNameLength)
            .UseCollation(BinaryCollation);
        entity.Property(key => key.Scopes).HasMaxLength(FieldLength).IsUnicode(false);
        entity.Property(key => key.Rate).HasMaxLength(KeywordLength).IsUnicode(false);
        // Unique among those that are valid: a key can be replaced by another of its name.
        entity
            .HasIndex(key => key.Name)
            .HasDatabaseName("IX_ApiKeys_Valid")
            .IsUnique()
            .HasFilter("\"RevokedAt\" IS NULL");
    }

    private static Lease Free(string name) =>
        new()
        {
            Name = name,
            Token = 0,
            ExpiresAt = DateTime.UnixEpoch,
        };

    private void Key(PropertyBuilder property, int length) =>
        property.HasMaxLength(length).IsUnicode(false).UseCollation(BinaryCollation);

    private static void Keyword<TEnum>(ModelConfigurationBuilder builder)
        where TEnum : struct, Enum =>
        builder
            .Properties<TEnum>()
            .HaveConversion<KeywordConverter<TEnum>>()
            .HaveMaxLength(KeywordLength)
            .AreUnicode(false);

    /// <summary>Stores enum values as SNAPSHOT, LABEL_CHANGED, ..., readable in any tool.</summary>
    private sealed class KeywordConverter<TEnum>()
        : ValueConverter<TEnum, string>(
            value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()),
            text => Enum.Parse<TEnum>(text.Replace("_", "", StringComparison.Ordinal), true)
        )
        where TEnum : struct, Enum;

    /// <summary>
    /// Marks times from the database as UTC, and cuts stored times to microseconds, which every database keeps.
    /// </summary>
    private sealed class UtcConverter()
        : ValueConverter<DateTime, DateTime>(
            time =>
                time.Kind == DateTimeKind.Utc
                    ? new DateTime(
                        time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond),
                        time.Kind
                    )
                    : NotUtc(time),
            time => DateTime.SpecifyKind(time, DateTimeKind.Utc)
        );

    private static DateTime NotUtc(DateTime time) =>
        throw new InvalidOperationException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{time:O} is not UTC; only UTC times are stored."
            )
        );
}
