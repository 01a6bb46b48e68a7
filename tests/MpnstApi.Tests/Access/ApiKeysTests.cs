using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MpnstApi.Access;
using MpnstApi.Storage;
using MpnstApi.Tests.Storage;

namespace MpnstApi.Tests.Access;

/// <summary>Keys in a real database.</summary>
public abstract class ApiKeysTests(StorageProvider provider)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_found_by_every_service_and_after_it_is_revoked_by_none()
    {
        await using var test = await TestStore.CreateAsync(provider);
        var keys = new ApiKeys(test.Store, test.Time);
        var services = new[] { Service(keys, test), Service(keys, test) };

        var key = await keys.AddAsync(
            "importer",
            [Scopes.Admin],
            new Rate(5, TimeSpan.FromSeconds(1)),
            Cancellation
        );
        await RefreshAsync(services);

        Assert.All(
            services,
            service =>
            {
                var found = service.Find(key!)!;
                Assert.Equal("importer", found.Name);
                Assert.Equal([Scopes.Admin], found.Scopes);
                Assert.Equal("5/s", found.Rate!.ToString());
                Assert.Null(service.Find(Callers.WrongKey));
            }
        );

        Assert.True(await keys.RevokeAsync("importer", Cancellation));
        Assert.False(await keys.RevokeAsync("importer", Cancellation));
        await RefreshAsync(services);

        Assert.All(services, service => Assert.Null(service.Find(key!)));
    }

    [Fact]
    public async Task The_database_holds_no_key_and_a_hash_of_it()
    {
        await using var test = await TestStore.CreateAsync(provider);
        var keys = new ApiKeys(test.Store, test.Time);

        var key = await keys.AddAsync("someone", [Scopes.Read], null, Cancellation);

        await using var db = test.Store.CreateDbContext();
        var row = await db.ApiKeys.AsNoTracking().SingleAsync(Cancellation);
        var secret = key!.Split('_', 3)[2];
        foreach (var text in new[] { row.Id, row.Name, row.Hash, row.Scopes })
        {
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }
        Assert.Equal(
            Convert.ToHexStringLower(
                System.Security.Cryptography.SHA256.HashData(
                    System.Text.Encoding.UTF8.GetBytes(key)
                )
            ),
            row.Hash
        );
        // 32 bytes in base64url.
        Assert.Equal(43, secret.Length);
    }

    [Fact]
    public async Task A_name_is_free_again_once_its_key_is_revoked()
    {
        await using var test = await TestStore.CreateAsync(provider);
        var keys = new ApiKeys(test.Store, test.Time);
        var first = await keys.AddAsync("partner", [Scopes.Read], null, Cancellation);

        Assert.Null(await keys.AddAsync("partner", [Scopes.Read], null, Cancellation));
        Assert.True(await keys.RevokeAsync(first!.Split('_')[1], Cancellation));
        Assert.NotNull(await keys.AddAsync("partner", [Scopes.Read], null, Cancellation));

        var listed = await keys.ListAsync(Cancellation);
        Assert.Equal(["partner", "partner"], listed.Select(key => key.Name));
        Assert.Single(listed, key => key.RevokedAt is null);
    }

    [Fact]
    public async Task When_a_key_was_last_used_is_recorded_apart_from_the_request_and_never_set_back()
    {
        await using var test = await TestStore.CreateAsync(provider);
        var keys = new ApiKeys(test.Store, test.Time);
        var (early, late) = (Service(keys, test), Service(keys, test));
        var key = await keys.AddAsync("someone", [Scopes.Read], null, Cancellation);
        await RefreshAsync(early, late);
        Assert.NotNull(early.Find(key!));
        Assert.Null((await keys.ListAsync(Cancellation)).Single().LastUsedAt);

        test.Time.Now += TimeSpan.FromMinutes(5);
        Assert.NotNull(late.Find(key!));
        var used = test.Time.Now.UtcDateTime;
        await late.RecordUsesAsync(Cancellation);
        await early.RecordUsesAsync(Cancellation);

        Assert.Equal(used, (await keys.ListAsync(Cancellation)).Single().LastUsedAt);
    }

    private static ActiveKeys Service(ApiKeys keys, TestStore test) =>
        new(keys, Task.CompletedTask, test.Time, NullLogger<ActiveKeys>.Instance);

    private static async Task RefreshAsync(params ActiveKeys[] services)
    {
        foreach (var service in services)
        {
            await service.RefreshAsync(Cancellation);
        }
    }
}

/// <summary>In SQLite.</summary>
public sealed class SqliteApiKeysTests() : ApiKeysTests(StorageProvider.Sqlite);
