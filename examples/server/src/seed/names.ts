/** Words that the demo's people and companies are named from. */

/** Given names. */
export const firstNames =
  'Amara Noah Ingrid Mateo Yuki Priya Liam Zofia Omar Chloe Tomas Aisha Erik Lucia Daniel Mei Hannah Kofi Elena Jonas Sofia Arjun Nora Felix Camila Ivan Leila Oscar Freya Mikael Sana Pedro Anneke Callum Bianca Hugo Thandi Viktor Maeve Rafael'.split(
    ' ',
  )

/** Family names. */
export const lastNames =
  'Okafor Lindqvist Moreau Tanaka Rossi Novak Sharma Becker Haddad Silva Kowalski Murphy Jensen Alvarez Cohen Fischer Nakamura Dubois Petrov Mensah Larsen Costa Weber Iyer Bianchi Nguyen Fraser Keller Santos Holm Ferrari Bauer Adeyemi Walsh Virtanen Ortiz Meyer Chowdhury Laurent Svensson'.split(
    ' ',
  )

/** First words of company names. */
export const companyWords =
  'Northwind Lumen Harbour Alder Quarry Meridian Juniper Copper Halcyon Sable Kestrel Orchard Granite Saffron Beacon Tidal Marble Willow Cinder Aurora Pioneer Falcon Maple Velvet Summit Cascade Ember Indigo Lattice Prairie'.split(
    ' ',
  )

/** What companies do, as last words of their names. */
export const companyKinds = [
  'Studios',
  'Robotics',
  'Analytics',
  'Logistics',
  'Health',
  'Architects',
  'Energy',
  'Games',
  'Media',
  'Labs',
  'Systems',
  'Foods',
]

/** Country codes, as often as they occur. */
export const countries = {
  US: 30,
  GB: 12,
  DE: 12,
  FR: 8,
  CA: 7,
  NL: 6,
  SE: 5,
  JP: 5,
  AU: 5,
  IN: 5,
  BR: 4,
  ES: 4,
  PL: 3,
  NO: 3,
  ZA: 2,
  SG: 2,
}

/** The team behind the dashboard: name, role, status. */
export const team = [
  ['Maren Castellan', 'owner', 'active'],
  ['Theo Brandt', 'owner', 'active'],
  ['Ines Rocha', 'admin', 'active'],
  ['Samir Doshi', 'admin', 'active'],
  ['Grace Whitlock', 'admin', 'active'],
  ['Jasper Vance', 'support', 'active'],
  ['Lina Hoffmann', 'support', 'active'],
  ['Diego Paredes', 'support', 'active'],
  ['Wanjiru Njoroge', 'support', 'active'],
  ['Petra Sokol', 'support', 'suspended'],
  ['Adrian Cole', 'viewer', 'active'],
  ['Yara Mansour', 'viewer', 'active'],
  ['Nils Aaltonen', 'viewer', 'invited'],
  ['Rosa Ibarra', 'viewer', 'invited'],
] as const

/** A word as part of an address. */
export function slug(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]+/g, '-')
}
