using Axle.Models.Providers;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Providers;

public sealed class Text_embeddings
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai", "/v1/embeddings")]
    [InlineData("openai-compatible", "/v1/embeddings")]
    [InlineData("azure-openai", "/v1/openai/deployments/test-model/embeddings")]
    public async Task Vectors_come_in_the_order_of_the_texts(string provider, string path)
    {
        var body = """{"data":[{"index":1,"embedding":[3,4]},{"index":0,"embedding":"AACAPwAAAEA="}],"model":"m","usage":{"prompt_tokens":5,"total_tokens":5}}""";
        await using var server = await FakeServer.StartAsync(new Reply(body));
        using var client = Connect(provider, server.Url);

        var vectors = await client.GenerateAsync(["one", "two"], new EmbeddingGenerationOptions { Dimensions = 2 }, Stop);

        vectors[0].Vector.ToArray().ShouldBe([1f, 2f]);
        vectors[1].Vector.ToArray().ShouldBe([3f, 4f]);
        vectors.Usage!.InputTokenCount.ShouldBe(5);
        server.Requests.Single().Path.ShouldBe(path);
        server.Requests.Single().Body.ShouldBe("""{"model":"test-model","input":["one","two"],"encoding_format":"float","dimensions":2}""");
    }

    [Theory]
    [InlineData("""{"data":[]}""", 200, ErrorKind.MalformedAnswer)]
    [InlineData("""{"data":[{"embedding":["x"]}]}""", 200, ErrorKind.MalformedAnswer)]
    [InlineData("""{"error":{"code":"invalid_api_key"}}""", 401, ErrorKind.Authentication)]
    public async Task Failure_is_a_typed_error(string body, int status, ErrorKind kind)
    {
        await using var server = await FakeServer.StartAsync(new Reply(body, status));
        using var client = Connect("openai", server.Url);
        (await Should.ThrowAsync<AxleException>(() => client.GenerateAsync(["one"], cancellationToken: Stop))).Error.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task Offline_vectors_tell_alike_wordings_from_others()
    {
        using var client = Connect("offline", new Uri("http://127.0.0.1:1"));
        var vectors = await client.GenerateAsync(
            ["How do I reset my password?", "how can I reset the password", "The harvest of olives begins in October.", "?!", "How do I reset my password?"], cancellationToken: Stop);
        var all = vectors.Select(v => v.Vector.ToArray()).ToList();

        all[0].Length.ShouldBe(384);
        Dot(all[0], all[0]).ShouldBe(1, 0.0001);
        Dot(all[0], all[1]).ShouldBeGreaterThan(0.5);
        Dot(all[0], all[2]).ShouldBeLessThan(0.15);
        all[3].ShouldAllBe(n => n == 0);
        all[4].ShouldBe(all[0]);
        // The same on every machine and in every version, for caches keep them.
        all[0].Select((n, i) => n * (i + 1.0)).Sum().ShouldBe(Fingerprint, 0.01);
    }

    private const double Fingerprint = 312.5234;

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();

    private static IEmbeddingGenerator<string, Embedding<float>> Connect(string provider, Uri url) =>
        ProviderCatalog.Find(provider)!.ConnectEmbeddings(Setup.Options(provider, url), "test-model", TimeProvider.System)!;
}
