using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Shouldly;
using Xunit;

namespace Axle.Conformance;

/// <summary>What every store of shared values must do. Inherit it, say how a store is opened, and every test of it is run on yours.</summary>
public abstract class ValueStoreConformance : IAsyncDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens another store on the same data, as another process would.</summary>
    protected abstract IValueStore Open();

    /// <summary>Removes the data.</summary>
    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_value_is_found_by_every_process()
    {
        var store = Open();
        (await store.FindValueAsync("cache", "a", Then, Cancellation)).ShouldBeNull();
        (await PutAsync(store, "a", "1", expected: null)).ShouldBe(1);
        var found = await Open().FindValueAsync("cache", "a", Then, Cancellation);
        found!.Key.ShouldBe("a");
        found.Version.ShouldBe(1);
        found.ExpiresAt.ShouldBeNull();
        found.Value.Value.GetInt32().ShouldBe(1);
        (await store.FindValueAsync("circuits", "a", Then, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Spaces_are_listed_as_long_as_something_is_in_them()
    {
        var store = Open();
        await PutAsync(store, "a", "1", expected: null);
        await store.PutValueAsync("notes@acme", "b", Payload.FromJson("1"u8), null, Then.AddMinutes(1), Cancellation);

        (await Open().ListSpacesAsync(Then, Cancellation)).ShouldBe(["cache", "notes@acme"]);
        (await store.ListSpacesAsync(Then.AddMinutes(1), Cancellation)).ShouldBe(["cache"]);
    }

    [Fact]
    public async Task Each_change_of_a_value_counts()
    {
        var store = Open();
        (await PutAsync(store, "a", "1", expected: null)).ShouldBe(1);
        (await PutAsync(store, "a", "2", expected: null)).ShouldBe(2);
        (await PutAsync(store, "a", "3", expected: 2)).ShouldBe(3);
        (await store.FindValueAsync("cache", "a", Then, Cancellation))!.Value.Value.GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task A_value_of_another_version_than_expected_is_kept()
    {
        var store = Open();
        (await PutAsync(store, "a", "1", expected: 1)).ShouldBeNull();
        (await PutAsync(store, "a", "1", expected: 0)).ShouldBe(1);
        (await PutAsync(store, "a", "2", expected: 0)).ShouldBeNull();
        (await PutAsync(store, "a", "2", expected: 7)).ShouldBeNull();
        (await store.FindValueAsync("cache", "a", Then, Cancellation))!.Value.Value.GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_writers_one_knows_that_it_lost()
    {
        var stores = new[] { Open(), Open() };
        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PutAsync(stores[i % 2], "a", "1", expected: 0).AsTask()));
        won.Count(static v => v is not null).ShouldBe(1);
    }

    [Fact]
    public async Task A_value_is_forgotten_when_its_time_has_come()
    {
        var store = Open();
        await PutAsync(store, "a", "1", expected: null, Then.AddMinutes(1));
        (await store.FindValueAsync("cache", "a", Then.AddMinutes(1).AddTicks(-1), Cancellation))!.ExpiresAt.ShouldBe(Then.AddMinutes(1));
        (await store.FindValueAsync("cache", "a", Then.AddMinutes(1), Cancellation)).ShouldBeNull();
        (await store.ListValuesAsync("cache", Then.AddMinutes(1), Cancellation)).ShouldBeEmpty();
        (await PutAsync(store, "a", "2", expected: 0)).ShouldNotBeNull();
        (await store.FindValueAsync("cache", "a", Then.AddDays(1), Cancellation))!.Value.Value.GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task The_values_of_a_space_are_listed_by_key()
    {
        var store = Open();
        foreach (var key in (string[])["b", "a", "B"])
            await PutAsync(store, key, "1", expected: null);
        await store.PutValueAsync("circuits", "c", Payload.Null, null, null, Cancellation);
        (await store.ListValuesAsync("cache", Then, Cancellation)).Select(static v => v.Key).ShouldBe(["B", "a", "b"]);
    }

    [Fact]
    public async Task A_value_that_was_removed_is_gone()
    {
        var store = Open();
        (await store.RemoveValueAsync("cache", "a", Cancellation)).ShouldBeFalse();
        await PutAsync(store, "a", "1", expected: null);
        (await store.RemoveValueAsync("cache", "a", Cancellation)).ShouldBeTrue();
        (await store.FindValueAsync("cache", "a", Then, Cancellation)).ShouldBeNull();
        (await PutAsync(store, "a", "2", expected: 0)).ShouldBe(1);
    }

    private static ValueTask<long?> PutAsync(IValueStore store, string key, string json, long? expected, DateTimeOffset? expiresAt = null) =>
        store.PutValueAsync("cache", key, Payload.FromJson(System.Text.Encoding.UTF8.GetBytes(json)), expected, expiresAt, Cancellation);
}
