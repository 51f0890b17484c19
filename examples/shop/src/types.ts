export interface Product {
  readonly id: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly stock: number;
}

export interface CartLine {
  readonly product: Product;
  readonly quantity: number;
}

export interface Cart {
  readonly lines: CartLine[];
}

export interface User {
  readonly id: string;
  readonly email: string;
  readonly country: string;
  readonly plan: 'free' | 'pro' | 'business';
  readonly role?: string;
  readonly points: number;
}

export interface Order {
  readonly id: string;
  readonly lines: CartLine[];
  readonly total: number;
  shipping: number;
  steps: string[];
}

export interface Receipt {
  readonly paid: boolean;
  readonly message: string;
}
