using Microsoft.EntityFrameworkCore;
using MpnstApi.Storage;

namespace MpnstApi.Access;

/// <summary>Creates, lists and revokes keys in the store.</summary>
public sealed class ApiKeys(IDbContextFactory<MpnstDbContext> store, TimeProvider time)
{
    /// <summary>The greatest length of a key's name, in characters.</summary>
    public const int LongestName = MpnstDbContext.ApiKeyNameLength;

    /// <summary>
    /// Creates a key and returns it. Only its hash is stored, so it cannot be shown again. Returns null if a valid key
    /// already has the name.
    /// </summary>
    public async Task<string?> AddAsync(
        string name,
        IEnumerable<string> scopes,
        Rate? rate,
        CancellationToken cancellation
    )
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        if (await Valid(db).AnyAsync(key => key.Name == name, cancellation))
        {
            return null;
        }
        var text = KeyText.Create();
        _ = KeyText.TryGetId(text, out var id);
        db.ApiKeys.Add(
            new ApiKey
            {
                Id = id!,
                Name = name,
                Hash = KeyText.HashOf(text),
                Scopes = string.Join(',', scopes),
                Rate = rate?.ToString(),
                CreatedAt = Now(),
            }
        );
        await db.SaveChangesAsync(cancellation);
        return text;
    }

    /// <summary>Returns all keys, including revoked ones, ordered by name and age.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation)
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        return await db
            .ApiKeys.AsNoTracking()
            .OrderBy(key => key.Name)
            .ThenBy(key => key.CreatedAt)
            .ToListAsync(cancellation);
    }

    /// <summary>Returns the valid keys.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListValidAsync(CancellationToken cancellation)
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        return await Valid(db).AsNoTracking().ToListAsync(cancellation);
    }

    /// <summary>Revokes the valid key with this name or id. Returns false if there is none.</summary>
    public async Task<bool> RevokeAsync(string nameOrId, CancellationToken cancellation)
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        var now = Now();
        return await Valid(db)
                .Where(key => key.Name == nameOrId || key.Id == nameOrId)
                .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, now), cancellation)
            > 0;
    }

    /// <summary>Records when a key was last used, unless a later use is already recorded.</summary>
    public async Task RecordUseAsync(string id, DateTime at, CancellationToken cancellation)
    {
        await using var db = await store.CreateDbContextAsync(cancellation);
        await db
            .ApiKeys.Where(key => key.Id == id && (key.LastUsedAt == null || key.LastUsedAt < at))
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.LastUsedAt, at), cancellation);
    }

    private static IQueryable<ApiKey> Valid(MpnstDbContext db) =>
        db.ApiKeys.Where(key => key.RevokedAt == null);

    private DateTime Now() => time.GetUtcNow().UtcDateTime;
}
