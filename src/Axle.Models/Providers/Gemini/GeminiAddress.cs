namespace Axle.Models.Providers.Gemini;

/// <summary>Where Gemini listens.</summary>
internal sealed class GeminiAddress
{
    private const string Version = "/v1beta";
    private const string CompatibleEnd = "/openai";

    /// <param name="home">With or without a version; with the end of the address where Google speaks OpenAI's protocol, which older settings have.</param>
    public GeminiAddress(Uri home)
    {
        var text = home.GetLeftPart(UriPartial.Path).TrimEnd('/');
        if (text.EndsWith(CompatibleEnd, StringComparison.Ordinal))
            text = text[..^CompatibleEnd.Length];
        Home = new Uri((home.AbsolutePath == "/" ? text + Version : text) + "/");
    }

    /// <summary>The address before the models, with a slash at its end.</summary>
    public Uri Home { get; }

    /// <summary>The address of something that a model does.</summary>
    public Uri Of(string model, string action) => new(Home, $"{PathOf(model)}:{action}");

    /// <summary>A model's name as Google writes it: <c>models/gemini-2.5-flash</c>; one that has a folder keeps it.</summary>
    public static string PathOf(string model) => model.Contains('/', StringComparison.Ordinal) ? model : $"models/{Uri.EscapeDataString(model)}";
}
