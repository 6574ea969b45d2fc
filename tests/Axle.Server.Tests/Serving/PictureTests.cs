using Axle.Testing.Models;

namespace Axle.Server.Tests.Serving;

/// <summary>Pictures that models make, for clients of OpenAI's interface.</summary>
public sealed class PictureTests
{
    private const string Body = """{"model":"MODEL","modalities":["image","text"],"messages":[{"role":"user","content":"Draw a cat."}]STREAM}""";
    private static readonly byte[] Picture = [.. Enumerable.Range(0, 300_000).Select(static i => (byte)(i * 7))];

    [Theory]
    [InlineData("gemini", "gemini-2.5-flash-image")]
    [InlineData("openai-compatible", "served-model")]
    public async Task A_picture_of_an_answer_reaches_the_client_whole_and_streamed(string kind, string model)
    {
        await using var gateway = await Gateway.BeforeAsync(kind, model);
        using var wire = new Wire(gateway);
        gateway.Upstream.Otherwise = ServedReply.Picture("Here it is.", Picture);
        var body = Body.Replace("MODEL", model, StringComparison.Ordinal);

        var whole = await wire.ChatAsync(body.Replace("STREAM", "", StringComparison.Ordinal));
        var streamed = await wire.ChatAsync(body.Replace("STREAM", ",\"stream\":true", StringComparison.Ordinal));

        whole.Message.GetProperty("content").GetString().ShouldBe("Here it is.");
        BytesOf(whole.Message).ShouldBe(Picture);
        streamed.Text.ShouldBe("Here it is.");
        BytesOf(streamed.Events.Select(static e => e.GetProperty("choices")[0].GetProperty("delta")).Single(static d => d.TryGetProperty("images", out _)))
            .ShouldBe(Picture);
    }

    [Fact]
    public async Task Gemini_is_told_that_a_picture_is_wanted()
    {
        await using var gateway = await Gateway.BeforeAsync("gemini", "gemini-2.5-flash-image");
        using var wire = new Wire(gateway);

        await wire.ChatAsync(Body.Replace("MODEL", "gemini-2.5-flash-image", StringComparison.Ordinal).Replace("STREAM", "", StringComparison.Ordinal));

        System.Text.Json.JsonElement.Parse(gateway.Upstream.Requests[^1].Body).GetProperty("generationConfig").GetProperty("responseModalities")
            .EnumerateArray().Select(static m => m.GetString()).ShouldBe(["TEXT", "IMAGE"]);
    }

    private static byte[] BytesOf(System.Text.Json.JsonElement message)
    {
        var image = message.GetProperty("images")[0];
        image.GetProperty("type").GetString().ShouldBe("image_url");
        image.GetProperty("index").GetInt32().ShouldBe(0);
        var url = image.GetProperty("image_url").GetProperty("url").GetString()!;
        url.ShouldStartWith("data:image/png;base64,");
        return Convert.FromBase64String(url["data:image/png;base64,".Length..]);
    }
}
