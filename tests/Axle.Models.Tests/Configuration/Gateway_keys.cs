using Axle.Models.Configuration;

namespace Axle.Models.Tests.Configuration;

public sealed class Gateway_keys
{
    [Fact]
    public void The_file_names_variables_whom_they_stand_for_and_what_they_may_ask()
    {
        var keys = Read("""
            gateway:
              keys:
                - { env: ALICE_KEY, tenant: acme, user: alice, rateLimitPerMinute: 60, tokenLimitPerMinute: 100000 }
                - { env: PROXY_KEY, mayNameTenant: true }
            """, ("ALICE_KEY", "one"), ("PROXY_KEY", "two"), ("AXLE_GATEWAY_KEY", "three"));

        keys.Select(static k => k.Variable).ShouldBe(["AXLE_GATEWAY_KEY", "ALICE_KEY", "PROXY_KEY"]);
        var alice = keys[1];
        (alice.Secret.Reveal(), alice.Tenant, alice.User, alice.MayNameTenant).ShouldBe(("one", "acme", "alice", false));
        (alice.RequestsPerMinute, alice.TokensPerMinute).ShouldBe((60, 100_000L));
        (keys[2].MayNameTenant, keys[2].RequestsPerMinute, keys[2].TokensPerMinute).ShouldBe((true, null, null));
        alice.ToString().ShouldNotContain("one");
    }

    [Theory]
    [InlineData("rateLimitPerMinute: 0", "from 1 to 1000000")]
    [InlineData("rateLimitPerMinute: many", "from 1 to 1000000")]
    [InlineData("tokenLimitPerMinute: -5", "from 1 to 1000000000000")]
    [InlineData("limit: 5", "rateLimitPerMinute")]
    public void Wrong_limits_are_explained(string setting, string expected) =>
        Should.Throw<AxleException>(() => Read($"gateway: {{ keys: [{{ env: A_KEY, {setting} }}] }}", ("A_KEY", "one"))).Message.ShouldContain(expected);

    private static IReadOnlyList<GatewayKey> Read(string text, params (string Name, string Value)[] variables) =>
        ModelOptionsReader.Read(name => variables.FirstOrDefault(v => v.Name == name).Value, "axle.yaml", text).GatewayKeys;
}
