using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Identity.Access;

/// <summary>Where a request comes from, as far as it is kept: the network, not the address of a person's machine.</summary>
internal static class Network
{
    /// <summary>The network: <c>203.0.113.0/24</c>, <c>2001:db8:7::/48</c>; <c>local</c> for this machine.</summary>
    public static string Of(HttpContext http) => Of(http.Connection.RemoteIpAddress);

    /// <summary>The network of an address.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null || IPAddress.IsLoopback(address))
            return "local";
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        var kept = plain.AddressFamily == AddressFamily.InterNetwork ? 3 : 6;
        Array.Clear(bytes, kept, bytes.Length - kept);
        return $"{new IPAddress(bytes)}/{kept * 8}";
    }

    /// <summary>Whether a request comes from this machine.</summary>
    public static bool IsThisMachine(HttpContext http) => http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address);
}
