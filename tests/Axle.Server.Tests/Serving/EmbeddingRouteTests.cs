using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Embeddings;
using Axle.Testing.Models;

namespace Axle.Server.Tests.Serving;

/// <summary>Vectors go the way of every call: limits, breakers, several keys and the next provider of the same model.</summary>
public sealed class EmbeddingRouteTests : IAsyncLifetime
{
    private const string Model = "text-embedding-3-small";
    private ModelServer _first = null!;
    private ModelServer _second = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        (_first, _second) = (await ModelServer.StartAsync(cancellationToken: Stop), await ModelServer.StartAsync(cancellationToken: Stop));

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task Another_provider_of_the_same_model_goes_on_and_the_decisions_tell_why()
    {
        _first.Otherwise = ServedReply.Error(ErrorCase.Overloaded);
        using var models = new ModelGateway(new ModelOptions([Entry("first", _first), Entry("second", _second)]));
        var call = new EmbeddingCall(new EmbeddingRequest(["Rain in Oslo."]) { Model = Model });

        var answer = await models.EmbedAsync(call, Stop);

        (answer.Provider, answer.Model).ShouldBe(("second", Model));
        call.Decisions.Select(static d => d.Chosen).ShouldBe(["first", "second"]);
        call.Decisions[^1].Reason.ShouldContain("first failed (overloaded)");
        call.Charges.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_provider_that_keeps_failing_is_left_alone()
    {
        _first.Otherwise = ServedReply.Error(ErrorCase.BadKey);
        using var models = new ModelGateway(new ModelOptions([Entry("first", _first), Entry("second", _second)]));

        for (var i = 0; i < 3; i++)
            (await models.EmbedAsync(new EmbeddingRequest(["Rain in Oslo."]) { Model = Model }, Stop)).Provider.ShouldBe("second");

        _first.RequestCount.ShouldBe(1);
        _second.RequestCount.ShouldBe(3);
    }

    [Fact]
    public async Task A_limit_is_kept_before_the_provider_has_to_refuse()
    {
        using var models = new ModelGateway(new ModelOptions([Entry("first", _first) with { RequestsPerMinute = 1 }]));
        var request = new EmbeddingRequest(["Rain in Oslo."]) { Model = Model };
        await models.EmbedAsync(request, Stop);

        var refused = await Should.ThrowAsync<AxleException>(() => models.EmbedAsync(request, Stop));

        refused.Error.Kind.ShouldBe(ErrorKind.RateLimited);
        refused.Error.RetryAfter.ShouldNotBeNull();
        _first.RequestCount.ShouldBe(1);
    }

    [Fact]
    public async Task Several_keys_of_an_entry_are_all_used()
    {
        var entry = Entry("first", _first) with
        {
            Keys = [new NamedKey("ONE", new Secret("key-one")), new NamedKey("TWO", new Secret("key-two"))],
            RequestsPerMinute = 1,
        };
        using var models = new ModelGateway(new ModelOptions([entry]));
        var request = new EmbeddingRequest(["Rain in Oslo."]) { Model = Model };

        await models.EmbedAsync(request, Stop);
        await models.EmbedAsync(request, Stop);

        _first.Requests.Count(static r => r.WasSignedWith("key-one")).ShouldBe(1);
        _first.Requests.Count(static r => r.WasSignedWith("key-two")).ShouldBe(1);
    }

    [Fact]
    public async Task A_model_of_another_name_is_never_asked_instead()
    {
        _first.Otherwise = ServedReply.Error(ErrorCase.Overloaded);
        using var models = new ModelGateway(new ModelOptions([Entry("first", _first), Entry("second", _second) with { DefaultModel = "other-vectors" }]));

        var failure = await Should.ThrowAsync<AxleException>(() => models.EmbedAsync(new EmbeddingRequest(["Rain in Oslo."]) { Model = Model }, Stop));

        failure.Error.Kind.ShouldBe(ErrorKind.Overloaded);
        _second.RequestCount.ShouldBe(0);
    }

    [Fact]
    public async Task The_endpoint_tells_limits_and_cost()
    {
        await using var gateway = await Gateway.WithAsync(static p => p with { RequestsPerMinute = 5, InputPrice = 1, OutputPrice = 2 });
        using var wire = new Wire(gateway);

        var reply = await wire.PostAsync("embeddings", """{"model":"served-model","input":"Rain in Oslo."}""");

        reply.Status.ShouldBe(200);
        reply.Header("x-ratelimit-remaining-requests").ShouldBe("4");
        reply.Header("x-axle-cost").ShouldNotBeNull().ShouldStartWith("0.0000");
        reply.Header("x-axle-provider").ShouldBe("local");
    }

    private static ProviderOptions Entry(string name, ModelServer server) => new(name, "openai-compatible")
    {
        BaseUrl = server.OpenAiUrl,
        DefaultModel = Model,
        MaxRetries = 0,
        Priority = name == "first" ? 1 : 2,
    };
}
