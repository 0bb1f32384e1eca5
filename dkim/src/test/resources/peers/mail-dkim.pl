# Usage: mail-dkim.pl ZONE MESSAGE
use strict;
use warnings;
use Mail::DKIM::DNS;
use Mail::DKIM::Verifier;
use Net::DNS;

my %records;
open(my $zone, '<', $ARGV[0]) or die "zone: $!";
while (my $line = <$zone>) {
    chomp $line;
    my ($name, $text) = split / /, $line, 2;
    $records{lc $name} = $text;
}

package LocalZone;
sub new { return bless {} }
sub send {
    my ($self, $name, $type) = @_;
    my $packet = Net::DNS::Packet->new($name, $type, 'IN');
    my $text = $records{lc $name};
    $packet->header->rcode(defined $text ? 'NOERROR' : 'NXDOMAIN');
    if (defined $text) {
        my @strings = $text =~ /(.{1,255})/gs;
        $packet->push(answer => Net::DNS::RR->new(name => $name, type => 'TXT', txtdata => [@strings]));
    }
    return $packet;
}

package main;
Mail::DKIM::DNS::resolver(LocalZone->new);
my $verifier = Mail::DKIM::Verifier->new();
open(my $message, '<:raw', $ARGV[1]) or die "message: $!";
{ local $/; $verifier->PRINT(<$message>); }
$verifier->CLOSE;
print $_->result, "\n" for $verifier->signatures;
