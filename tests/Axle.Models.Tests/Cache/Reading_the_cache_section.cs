using Axle.Models.Cache;
using Axle.Models.Configuration;

namespace Axle.Models.Tests.Cache;

public sealed class Reading_the_cache_section
{
    [Fact]
    public void Every_setting_is_read()
    {
        Read("cache: { enabled: true, ttl: 2h, maxEntries: 50, maxBytes: 2MB, maxTemperature: 0.3, semantic: { enabled: true, threshold: 0.9, provider: gpt, model: m } }")
            .ShouldBe(new CacheOptions
            {
                Enabled = true,
                Ttl = TimeSpan.FromHours(2),
                MaxEntries = 50,
                MaxBytes = 2 * 1024 * 1024,
                MaxTemperature = 0.3,
                Semantic = new SemanticCacheOptions { Enabled = true, Threshold = 0.9, Provider = "openai", Model = "m" },
            });
    }

    [Fact]
    public void Without_a_section_nothing_is_kept() => Read("providers: {}").ShouldBe(CacheOptions.Default);

    [Fact]
    public void All_faults_are_told_with_place_and_cure()
    {
        var message = Should.Throw<AxleException>(static () => Read(
            "cache:\n  enabled: perhaps\n  tll: 1h\n  maxEntries: 0\n  maxBytes: 3 pounds\n  semantic:\n    threshold: 7\n    modell: x\n")).Message;

        message.ShouldContain("has 6 faults");
        message.ShouldContain("axle.yaml(2,3): cache.enabled: Must be true or false.");
        message.ShouldContain("axle.yaml(3,3): cache.tll: Unknown key. Did you mean 'ttl'?");
        message.ShouldContain("axle.yaml(4,3): cache.maxEntries: Must be a whole number from 1 to 1000000.");
        message.ShouldContain("cache.maxBytes: Must be a size from 64KB to 16GB");
        message.ShouldContain("axle.yaml(7,5): cache.semantic.threshold: Must be a number from 0.5");
        message.ShouldContain("axle.yaml(8,5): cache.semantic.modell: Unknown key. Did you mean 'model'?");
    }

    [Fact]
    public void Section_that_is_no_mapping_is_a_fault() =>
        Should.Throw<AxleException>(static () => Read("cache: true")).Message.ShouldContain("axle.yaml(1,8): cache: Must be a mapping");

    private static CacheOptions Read(string yaml) => ModelOptionsReader.Read(static _ => null, "axle.yaml", yaml).Cache;
}
